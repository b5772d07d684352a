package pipeline

import "groundplan.internal/internal/facts"

// Generated is Compile without the proofs, which take most of its time.
func Generated(in Input, f facts.Set) Result { return generated(in, f).Result }
