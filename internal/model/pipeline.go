package model

// Pipeline builds a folder of a repository on GitHub and deploys it.
type Pipeline struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	Source      Source   `json:"source"`
	Folder      string   `json:"folder"` // empty: the repository's own
	Build       []string `json:"build"`  // commands
	Output      string   `json:"output"` // folder of a frontend's files
	Environment Pairs    `json:"environment"`
	ComputeType string   `json:"computeType"`
	Deploy      Deploy   `json:"deploy"`
}

// Source is a branch of a repository on GitHub.
type Source struct {
	GitHub string   `json:"github"` // owner/repository
	Branch string   `json:"branch"`
	Paths  []string `json:"paths"` // empty: every change
}

// Deploy is what a pipeline brings out; exactly one is set.
type Deploy struct {
	Service  string `json:"service"`
	Frontend string `json:"frontend"`
}

// Repository is a repository of ECR that is created with the platform.
type Repository struct {
	Name          string `json:"-"` // in AWS
	KeepImages    int    `json:"keepImages"`
	ScanOnPush    bool   `json:"scanOnPush"`
	ImmutableTags bool   `json:"immutableTags"`
}
