package terraform

func (e *emitter) gateways() {}
