package terraform

func (e *emitter) repositories() {}
