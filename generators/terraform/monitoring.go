package terraform

func (e *emitter) monitoring() {}
