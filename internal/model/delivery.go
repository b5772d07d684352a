package model

// Delivery is how a CI system plans and applies the platform.
type Delivery struct {
	System     string `json:"system"`     // circleci or github
	Repository string `json:"repository"` // owner/repository
	Branch     string `json:"branch"`
	Folder     string `json:"folder"` // empty: out/ and the platform's name
	Terraform  string `json:"terraform"`
	Role       string `json:"role"`
	PlanRole   string `json:"planRole"` // of plans, which may only read
	Variables  Pairs  `json:"variables"`

	Images Nodes[DeliveryImage] `json:"images"`
	Verify []string             `json:"verify"` // empty: "/" of the public hosts
}

// DeliveryImage is an image that a workflow builds and pushes.
type DeliveryImage struct {
	Name       string   `json:"-"`
	Service    string   `json:"service"`
	Repository string   `json:"repository"`
	Build      string   `json:"build"`
	Dockerfile string   `json:"dockerfile"` // below Build
	Tags       []string `json:"tags"`       // beside the commit's; nil: the service's own
	Schedule   string   `json:"schedule"`   // cron in UTC; empty: only when asked for
}
