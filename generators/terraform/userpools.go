package terraform

func (e *emitter) userPools() {}
