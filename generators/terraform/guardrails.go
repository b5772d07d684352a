package terraform

func (e *emitter) guardrails() {}
