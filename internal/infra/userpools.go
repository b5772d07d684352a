package infra

// UserPool is a user pool of Cognito with its clients.
type UserPool struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
}

func (b *builder) userPools() {}
