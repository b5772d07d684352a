package terraform

func (e *emitter) discovery() {}
