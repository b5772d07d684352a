package infra

// Address is a resource of Terraform, as its root or module calls it: aws_s3_bucket.media.
type Address struct {
	Stack    Stack
	Resource string
}

// Move tells Terraform that a resource had another address before.
type Move struct {
	Stack    Stack
	From, To string
}
