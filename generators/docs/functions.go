package docs

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// functionsPage tells which functions there are, what runs them, and where that is to be
// found which they failed at.
func functionsPage(v *view) []artifact.File {
	if len(v.Functions) == 0 {
		return nil
	}
	pg := v.page(sentence("Functions of %s: %s", text(v.Title), text(v.Environment)))
	t := table{head: []md{"Function", "Name in AWS", "Program", "Memory", "Ends after", "Disk at /tmp", "At once", "In the VPC", "Purpose"}}
	for _, f := range v.Functions {
		t.row(called(f.Name, f.Title), code(f.Function), v.programOf(f), sentence("%s MiB", number(f.Memory)), count(f.Timeout, "second", "seconds"),
			sentence("%s MiB", number(f.Disk)), atOnce(f), yesNo(f.Connected()), text(f.Purpose))
	}
	pg.table(t)
	v.triggerSection(pg)
	v.failedSection(pg)
	return []artifact.File{pg.file("docs/functions.md")}
}

// programOf is where the program of a function comes from.
func (v *view) programOf(f infra.Function) md {
	if a := f.Archive; a != nil {
		return sentence("%s of the bucket %s, %s on %s %s", code(a.Key), text(a.Bucket), code(a.Handler), code(a.Runtime), code(f.Architecture))
	}
	return sentence("%s, %s", v.shown(f.Image), code(f.Architecture))
}

func atOnce(f infra.Function) md {
	if f.Concurrency == nil {
		return "as many as the account has left"
	}
	return number(*f.Concurrency)
}

// triggerSection lists what runs the functions: objects of buckets, and callers.
func (v *view) triggerSection(pg *page) {
	t := table{head: []md{"Function", "Runs for", "From", "Declared at"}}
	for _, f := range v.Functions {
		for _, x := range f.Triggers {
			t.row(text(f.Name), sentence("objects %s", text(x.Label)), sentence("bucket %s", text(x.Bucket)), code(x.Path.String()))
		}
		for _, e := range v.Edges {
			if e.To == f.Name && e.Access == "invoke" {
				t.row(text(f.Name), "calls", v.nodeName(e.From), code(e.Path.String()))
			}
		}
	}
	pg.section("What runs them")
	if len(t.rows) == 0 {
		pg.para("Nothing runs them but whoever may call them by hand.")
		return
	}
	pg.table(t)
	pg.para("A bucket may report an object twice, and out of order: a function must do no harm when it is called again.")
}

// failedSection tells of the queues, and how what is in them is done after all.
func (v *view) failedSection(pg *page) {
	pg.section("What they failed at")
	pg.para("A call by an event that fails is tried again, and then put into the queue of its function, encrypted, with the event and the error. A caller that waits for the answer gets the error itself.")
	t := table{head: []md{"Function", "Tried again", "Queue", "Kept"}}
	for _, f := range v.Functions[:min(len(v.Functions), mostRows)] {
		t.row(text(f.Name), count(f.Retries, "time", "times"), code(f.Failed.Queue), count(f.Failed.Kept/secondsOfDay, "day", "days"))
	}
	pg.table(t)
	first := v.Functions[0]
	pg.para("This shows what is in a queue, and leaves it there:")
	pg.shell(v.showQueue(first.Failed.Queue)...)
	pg.para("Once the fault is fixed, call the function with the %s of a message, and delete the message:", code("requestPayload"))
	pg.shell(
		"aws lambda invoke --function-name "+word(first.Function)+" --invocation-type Event --cli-binary-format raw-in-base64-out --payload file://event.json /dev/stdout --region "+word(v.Region),
		"aws sqs delete-message --queue-url \"$queue\" --receipt-handle \"$receipt\" --region "+word(v.Region))
}

const secondsOfDay = 24 * 60 * 60

// functionDetails are the lines below a function's name in a chart.
func functionDetails(f infra.Function) []string {
	what := "Lambda, image"
	if f.Archive != nil {
		what = "Lambda, " + f.Archive.Runtime
	}
	return append(titleLine(f.Title, f.Name), what, strconv.Itoa(f.Memory)+" MiB, "+string(count(f.Timeout, "second", "seconds")))
}

// programsByHand are the programs that must be there before their functions.
func (v *view) programsByHand() (out []md) {
	brought := false
	for _, f := range v.Functions {
		if f.Archive == nil && f.Image[0].Attribute != infra.RepositoryURL {
			out = append(out, sentence("The image %s must be in its registry, and its repository let Lambda fetch it.", v.shown(f.Image)))
		} else {
			brought = true
		}
	}
	if brought {
		out = append(out, sentence("Functions are made once their programs are there: see %s.", link("programs of functions", "#programs-of-functions")))
	}
	return out
}

// codeSection tells how the programs get where Lambda looks for them.
func (v *view) codeSection(pg *page) {
	var images, archives []md
	var lines []string
	for _, f := range v.Functions {
		switch {
		case f.Archive != nil:
			archives = append(archives, sentence("%s in the bucket %s, for %s", code(f.Archive.Key), code(v.bucketOf(f.Archive.Bucket)), text(f.Name)))
			lines = append(lines, v.uploading(*f.Archive)...)
		case f.Image[0].Attribute == infra.RepositoryURL:
			images = append(images, sentence("%s, for %s", v.shown(f.Image), text(f.Name)))
			lines = append(lines, v.pushing(v.awaits(f.Image))...)
		}
	}
	if len(images)+len(archives) == 0 {
		return
	}
	pg.section("Programs of functions")
	pg.para("Lambda makes no function without its program. These must be there before the function is made, in repositories and buckets that an apply makes first:")
	pg.list(append(images, archives...))
	if v.Layout == "stacks" {
		pg.para("Apply the roots in their order up to the one with the function, bring the programs there, and go on.")
		pg.shell(lines...)
		return
	}
	pg.para("So the first apply is made in two steps: what keeps the programs, and once they are there, everything.")
	pg.shell(strings.Join(append([]string{"terraform -chdir=terraform apply"}, each(v.programPlaces(), word)...), " "))
	pg.shell(lines...)
}

// uploading are the commands that bring an archive into its bucket.
func (v *view) uploading(a infra.Archive) (lines []string) {
	bucket := v.bucketOf(a.Bucket)
	if name, own := strings.CutSuffix(bucket, "{account}"); own {
		lines = append(lines, "account=$(aws sts get-caller-identity --query Account --output text)")
		bucket = name + "$account"
	}
	file := a.Key[strings.LastIndex(a.Key, "/")+1:]
	return append(lines, "aws s3 cp "+word(file)+` "s3://`+bucket+`/"`+word(a.Key)+" --region "+word(v.Region))
}

// programPlaces are the arguments by which Terraform makes only what keeps programs.
func (v *view) programPlaces() (targets []string) {
	add := func(stack infra.Stack, address string) {
		target := "-target=module." + strings.ReplaceAll(string(stack), "-", "_") + "." + address
		if !slices.Contains(targets, target) {
			targets = append(targets, target)
		}
	}
	for _, f := range v.Functions {
		for _, r := range v.Repositories {
			if f.Archive == nil && f.Image[0].Node == r.Label {
				add(r.Stack, "aws_ecr_repository."+r.Label)
			}
		}
		for _, b := range v.Buckets {
			if f.Archive != nil && f.Archive.Bucket == b.Name {
				add(b.Stack, "aws_s3_bucket."+b.Label)
			}
		}
	}
	return targets
}

// bucketOf is the name in AWS of a bucket.
func (v *view) bucketOf(node string) string {
	for _, b := range v.Buckets {
		if b.Name == node {
			return v.bucketName(b)
		}
	}
	return node
}
