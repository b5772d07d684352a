package terraform

func (e *emitter) firewalls() {}
