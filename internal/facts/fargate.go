package facts

import "slices"

// Fargate is what a task on Fargate may have: cpu in units (1024 are one vCPU),
// memory in MiB, storage in GiB, time in seconds.
type Fargate struct {
	Table
	Sizes                   []FargateSize // by cpu, ascending
	DefaultEphemeralStorage int           // that comes with a task
}

// FargateSize is one cpu and the memory that goes with it: a list, or steps.
type FargateSize struct {
	CPU            int
	List           []int `json:"memory"`
	From, To, Step int
}

// Memory are the MiB that go with the size, ascending.
func (s FargateSize) Memory() []int {
	if s.Step == 0 {
		return s.List
	}
	var all []int
	for m := s.From; m <= s.To; m += s.Step {
		all = append(all, m)
	}
	return all
}

// CPU are the cpu units that a task may have, ascending.
func (f Fargate) CPU() []int {
	var all []int
	for _, s := range f.Sizes {
		all = append(all, s.CPU)
	}
	return all
}

// Memory are the MiB that a task with cpu units may have, ascending; none where
// the cpu is not one of Fargate's.
func (f Fargate) Memory(cpu int) []int {
	i := slices.IndexFunc(f.Sizes, func(s FargateSize) bool { return s.CPU == cpu })
	if i < 0 {
		return nil
	}
	return f.Sizes[i].Memory()
}

// Fit is the smallest size with at least so much of both, and whether there is one.
func (f Fargate) Fit(cpu, memory int) (fitCPU, fitMemory int, ok bool) {
	for _, s := range f.Sizes {
		if s.CPU < cpu {
			continue
		}
		for _, m := range s.Memory() {
			if m >= memory {
				return s.CPU, m, true
			}
		}
	}
	return 0, 0, false
}
