package facts

// EFS is what file systems are mounted by.
type EFS struct {
	Table
	CopyDays    int // that an automatic copy is kept
	Port        int
	AccessPoint string // the condition key of IAM
}
