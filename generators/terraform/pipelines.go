package terraform

func (e *emitter) pipelines() {}
