package model

// External is something that the platform talks to and does not deploy.
type External struct {
	Name      string   `json:"-"`
	Title     string   `json:"title"`
	Purpose   string   `json:"purpose"`
	Hosts     []string `json:"hosts"`
	Port      int      `json:"port"`
	AWS       string   `json:"aws"`       // the service of AWS that it is, by its prefix in IAM; empty: none
	Actions   []string `json:"actions"`   // of that service, without the prefix
	Publishes []string `json:"publishes"` // CloudWatch namespaces
	Phase     string   `json:"phase"`
	OnFailure string   `json:"onFailure"`
}

// Flow tells what happens in which order.
type Flow struct {
	Name   string `json:"-"`
	Title  string `json:"title"`
	Actors Pairs  `json:"actors"` // name to what to call it
	Steps  []Step `json:"steps"`
}

// Step is one arrow of a flow. From and To are nodes or actors.
type Step struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Label string `json:"label"`
	Reply bool   `json:"reply"`
}

// Diagram is a view of some nodes and the edges between them.
type Diagram struct {
	Name  string   `json:"-"`
	Title string   `json:"title"`
	Nodes []string `json:"nodes"`
	App   string   `json:"app"` // whose nodes are shown

	Without []string `json:"without"` // nodes left out of the app's view
}
