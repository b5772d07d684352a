package infra

// Firewall is a web ACL of WAF, in each scope that something needs it in.
type Firewall struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
}

func (b *builder) firewalls() {}
