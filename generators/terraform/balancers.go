package terraform

func (e *emitter) balancers() {}
