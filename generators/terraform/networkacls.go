package terraform

func (e *emitter) networkACLs() {}
