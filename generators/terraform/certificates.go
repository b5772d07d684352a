package terraform

func (e *emitter) certificates() {}
