package model

import "strconv"

// External is something that the platform needs and does not deploy.
type External struct {
	Name      string   `json:"-"`
	Title     string   `json:"title"`
	Purpose   string   `json:"purpose"`
	Hosts     []string `json:"hosts"`
	Runtime   bool     `json:"runtime"` // services may connect to it
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

// Step is one arrow of a flow, or where it goes on in one of several ways.
type Step struct {
	From         string        `json:"from"`
	To           string        `json:"to"`
	Label        string        `json:"label"`
	Reply        bool          `json:"reply"`
	Alternatives []Alternative `json:"alternatives"`
}

// Alternative is one way in which a flow goes on.
type Alternative struct {
	When  string  `json:"when"`
	Steps []Arrow `json:"steps"`
}

// Arrow is what one says to another. From and To are nodes or actors.
type Arrow struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Label string `json:"label"`
	Reply bool   `json:"reply"`
}

// Arrow is the step where it is one.
func (s Step) Arrow() Arrow { return Arrow{s.From, s.To, s.Label, s.Reply} }

// EachArrow calls do with every arrow of a flow, in order, those of alternatives too.
func (f Flow) EachArrow(do func(Path, Arrow)) {
	for i, step := range f.Steps {
		at := At("flows", f.Name, "steps", strconv.Itoa(i))
		if len(step.Alternatives) == 0 {
			do(at, step.Arrow())
		}
		for j, a := range step.Alternatives {
			for k, arrow := range a.Steps {
				do(at.Then("alternatives", strconv.Itoa(j), "steps", strconv.Itoa(k)), arrow)
			}
		}
	}
}

// Diagram is a view of some nodes and the edges between them.
type Diagram struct {
	Name  string   `json:"-"`
	Title string   `json:"title"`
	Nodes []string `json:"nodes"`
	App   string   `json:"app"` // whose nodes are shown

	Without []string `json:"without"` // nodes left out of the app's view

	Others Nodes[Other]  `json:"others"`
	Edges  []DiagramEdge `json:"edges"`
	Frames []Frame       `json:"frames"` // empty: those of the network
}

// Other is something in a view that is no node.
type Other struct {
	Name   string `json:"-"`
	Title  string `json:"title"`
	Kind   string `json:"kind"` // person, system, repository, workflow, job, flow, store, role or secret
	Detail string `json:"detail"`
	Of     string `json:"of"` // a node; empty: none
}

// Owner is the node that something beside nodes belongs to; empty: none.
func Owner(others []Other, name string) string {
	for _, o := range others {
		if o.Name == name {
			return o.Of
		}
	}
	return ""
}

// DiagramEdge is an arrow of a view, or other words for a declared one.
type DiagramEdge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Label string `json:"label"`
}

// Frame is drawn around some of what a view shows.
type Frame struct {
	Title string   `json:"title"`
	Nodes []string `json:"nodes"`
}
