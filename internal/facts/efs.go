package facts

// EFS is what file systems are mounted by.
type EFS struct {
	Table
	Port        int
	AccessPoint string // the condition key of IAM
}
