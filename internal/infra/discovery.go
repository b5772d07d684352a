package infra

// Discovery is a private DNS namespace of Cloud Map and the services in it.
type Discovery struct {
	Label     string
	Namespace string
	TTL       int // seconds
	Stack     Stack
}
