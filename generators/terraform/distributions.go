package terraform

func (e *emitter) distributions() {}
