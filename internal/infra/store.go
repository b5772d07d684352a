package infra

import "groundplan.internal/internal/model"

// Database is a DB instance and all that is its own.
type Database struct {
	Name    string // the node
	Label   string // Terraform label
	Title   string
	Purpose string
	Holds   []string
	App     string // empty: of none
	Stack   Stack

	Identifier      string
	Engine          string
	Version         string
	PinnedMinor     bool // the version names a minor one, so AWS must not upgrade it
	Class           string
	Storage         int // GiB
	StorageType     string
	IOPS            int // 0: the type's own
	Throughput      int // MiB/s; 0: the type's own
	MaxStorage      int // GiB; 0: does not grow
	MultiAZ         bool
	DatabaseName    string // empty: none
	Username        string
	Port            int
	ParameterFamily string      // postgres16; empty with no parameters
	Parameters      []Parameter // empty: the engine's default group
	SubnetGroup     string      // name in AWS
	Tier            Tier        // of its subnets
	SecurityGroup   string      // label

	BackupDays          int
	BackupWindow        string
	MaintenanceWindow   string
	DeletionProtection  bool
	FinalSnapshot       string // what its identifier begins with; empty: none is made
	LogExports          []string
	PerformanceInsights bool
	MonitoringInterval  int   // seconds; 0: none
	MonitoringRole      *Role // set with MonitoringInterval
}

// Parameter is a setting of a database engine.
type Parameter struct {
	Name, Value string
	Reboot      bool // takes effect at the next restart
}

// Bucket is an S3 bucket.
type Bucket struct {
	Name    string
	Label   string
	Title   string
	Purpose string
	Holds   []string
	App     string // empty: of none
	Stack   Stack

	Bucket         string // name in AWS; ends in the account where derived: then AccountSuffix
	AccountSuffix  bool   // "-<account id>" follows, since the name is unique in the world
	Versioning     bool
	NoncurrentDays int
	ExpireDays     int // 0: never
	ForceDestroy   bool
}

// Secret is the place of a value that stands in no file.
type Secret struct {
	Name         string
	Label        string
	Purpose      string
	Secret       string // name in AWS
	Store        string // secretsmanager or ssm
	Existing     bool   // looked up, not created
	Keys         []string
	KMSKey       string // ARN, or empty for AWS's own key
	RecoveryDays int
	Readers      []SecretReader
}

// SecretReader is a container variable that takes its value from a secret.
type SecretReader struct {
	Service, Container, Variable, Key string
	Path                              model.Path
}
