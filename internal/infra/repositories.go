package infra

// Repository is a repository of ECR.
type Repository struct {
	Name  string // in AWS
	Label string
	Stack Stack
}
