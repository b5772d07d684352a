package load

import (
	"fmt"
	"runtime/metrics"
	"time"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// Limits bound what one platform may cost. CUE can be made to compute for ever or
// to take all memory, and has no way to be stopped.
type Limits struct {
	Time   time.Duration // from start to end
	Memory uint64        // bytes of heap and stacks beyond those at the start
	File   int64         // bytes of one file
	Total  int64         // bytes of all files that are imported
}

// usual are the limits of Platform.
var usual = Limits{Time: 30 * time.Second, Memory: 2 << 30, File: 4 << 20, Total: 64 << 20}

// stackLimit bounds the stacks alone: past Go's own limit of 1 GB the process dies.
const stackLimit = 256 << 20

// guarded runs work within the limits. Where it takes more, or panics, its result
// is a diagnostic. Work that exceeded a limit goes on in the background, since CUE
// cannot be interrupted: the caller is to report and to exit soon.
func guarded(path string, limits Limits, work func() (model.Declaration, diag.List)) (model.Declaration, diag.List) {
	type result struct {
		declared model.Declaration
		found    diag.List
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r = result{found: diag.List{crashed(path, p)}}
			}
			done <- r
		}()
		r.declared, r.found = work()
	}()
	deadline := time.NewTimer(limits.Time)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	heap, _ := memory()
	for {
		select {
		case r := <-done:
			return r.declared, r.found
		case <-deadline.C:
			return model.Declaration{}, diag.List{outOfTime(path, limits.Time)}
		case <-tick.C:
			if now, stacks := memory(); now > heap+limits.Memory || stacks > stackLimit {
				return model.Declaration{}, diag.List{outOfMemory(path, limits.Memory)}
			}
		}
	}
}

// memory is how many bytes the heap and the stacks hold now.
func memory() (heap, stacks uint64) {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64(), samples[1].Value.Uint64()
}

func outOfTime(path string, limit time.Duration) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "load-timeout", Pos: diag.Pos{File: path}, Summary: "evaluation takes too long",
		Detail: fmt.Sprintf("The platform was not evaluated after %v.", limit),
		Hint:   "look for nested comprehensions, list.Range with large numbers, or many disjunctions",
	}
}

func outOfMemory(path string, limit uint64) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "load-memory", Pos: diag.Pos{File: path}, Summary: "evaluation takes too much memory",
		Detail: fmt.Sprintf("Evaluating the platform takes more than %d MiB, or nests too deeply.", limit>>20),
		Hint:   "look for strings or lists that grow with each step, and for long chains of references",
	}
}

func crashed(path string, p any) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "load-crash", Pos: diag.Pos{File: path}, Summary: "the file cannot be evaluated",
		Detail: fmt.Sprintf("Reading it failed inside the compiler: %s.", clip(fmt.Sprint(p), 200)),
		Hint:   "this is a fault of compile: please report it with the file",
	}
}
