package terraform

func (e *emitter) records() {}
