package docs

import "groundplan.internal/internal/infra"

// queue is the queue with a label, and the label of the function or job that it keeps
// failures of.
func (v *view) queue(label string) (q infra.Queue, failuresOf string) {
	for _, j := range v.Jobs {
		if j.Failed.Label == label {
			return j.Failed, j.Label
		}
	}
	for _, f := range v.Functions {
		if f.Failed.Label == label {
			return f.Failed, f.Label
		}
	}
	panic("docs: no queue is called " + label)
}
