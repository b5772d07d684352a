package infra

import "groundplan.internal/internal/model"

// Database is a DB instance, or a cluster of Aurora with its instances, and all that is
// its own.
type Database struct {
	Name    string // the node
	Label   string // Terraform label
	Title   string
	Purpose string
	Holds   []string
	Stack   Stack

	Identifier      string
	Engine          string
	EngineTitle     string // as people write it
	Extensible      bool   // by extensions, as PostgreSQL is
	Version         string
	PinnedMinor     bool // the version names a minor one, so AWS must not upgrade it
	Class           string
	Instances       []Instance // of a cluster of Aurora, the first to write first; none: a DB instance
	Storage         int        // GiB; 0: Aurora's own
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
	Extensions      []string    // that somebody makes within it
	SubnetGroup     string      // name in AWS
	Tier            Tier        // of its subnets
	SecurityGroup   string      // label

	BackupDays         int
	BackupWindow       string
	MaintenanceWindow  string
	ApplyImmediately   bool // changes do not wait for that window
	MajorUpgrade       bool // the version may change to another major one
	DeletionProtection bool
	FinalSnapshot      string // what its identifier begins with; empty: none is made
	LogExports         []string
	InsightsDays       int   // that Performance Insights keeps; 0: it is off
	MonitoringInterval int   // seconds; 0: none
	MonitoringRole     *Role // set with MonitoringInterval
	RotationDays       int   // of the master password

	Proxy *Proxy // nil: none

	Provisioner *Login // that makes the databases of others; nil: nobody has one
	Own         []OwnDatabase
}

// OwnDatabase is a database that a service or a job has to itself.
type OwnDatabase struct{ Name, User, Owner string }

// Login is the secret of a user of a database server. Terraform draws the password, and
// keeps it nowhere else.
type Login struct {
	Label       string // Terraform label, and Node in a Value
	Secret      string // name in AWS
	Description string
	User        string
	Server      string // the database node that it is in
}

// ProvisionerJob is the name of the job that makes the provisioner.
func (d Database) ProvisionerJob() string { return model.ProvisionerJob(d.Name) }

// Instance is one instance of a cluster of Aurora.
type Instance struct {
	Label         string
	Identifier    string
	Zone          string // empty: RDS chooses
	PromotionTier int    // who takes over first has the lowest
}

// Aurora reports whether the database is a cluster of Aurora.
func (d Database) Aurora() bool { return len(d.Instances) > 0 }

// LogPrefix begins the names of the log groups that RDS writes to; the kind of log
// follows.
func (d Database) LogPrefix() string {
	if d.Aurora() {
		return "/aws/rds/cluster/" + d.Identifier + "/"
	}
	return "/aws/rds/instance/" + d.Identifier + "/"
}

// Proxy is RDS Proxy before a database.
type Proxy struct {
	Node           string // among the nodes with a security group
	Name           string // in AWS
	EngineFamily   string // POSTGRESQL or MYSQL
	IAM            bool   // services log in with their role
	Port           int    // that it listens on; the database may have another
	IdleTimeout    int    // seconds
	MaxConnections int    // percent of the database's
	SecurityGroup  string // label
	Role           Role
	ReadEndpoint   string // its name in AWS; empty: there is none
}

// Parameter is a setting of a database engine.
type Parameter struct {
	Name, Value string
	Reboot      bool // takes effect at the next restart
}

// Cache is a replication group of ElastiCache with one shard, and all that is its own.
type Cache struct {
	Name    string // the node
	Label   string // Terraform label
	Title   string
	Purpose string
	Holds   []string
	Stack   Stack

	Identifier      string
	Engine          string // redis or valkey
	EngineTitle     string // as people write it
	Version         string
	Class           string
	Replicas        int
	MultiAZ         bool
	Port            int
	ParameterFamily string      // redis7; empty with no parameters
	Parameters      model.Pairs // empty: the engine's default group
	Eviction        string      // what gives way where the memory is full
	SubnetGroup     string      // name in AWS
	Tier            Tier        // of its subnets
	SecurityGroup   string      // label
	Token           string      // name of the parameter that keeps the password
	Secret          string      // name of the secret that clients connect with

	SnapshotDays      int
	SnapshotWindow    string
	MaintenanceWindow string
	FinalSnapshot     string // what its name begins with; empty: none is made
}

// Bucket is an S3 bucket.
type Bucket struct {
	Name    string
	Label   string
	Title   string
	Purpose string
	Holds   []string
	Stack   Stack

	Bucket         string // name in AWS; ends in the account where derived: then AccountSuffix
	AccountSuffix  bool   // "-<account id>" follows, since the name is unique in the world
	Versioning     bool
	NoncurrentDays int
	ExpireDays     int // 0: never
	ForceDestroy   bool
	CORS           *model.BucketCORS // nil: none

	ReadBy      []string // labels of the distributions that serve what is in it
	Visitor     Visit    // who reads for them, or writes access logs
	PolicyStack Stack    // of its policy, with the last of them; empty: its own
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
	Clients      []string // identity providers, to which it proves a balancer
}

// SecretReader is a container variable that takes its value from a secret, or one of a
// function, which has no container, that holds the secret's ARN.
type SecretReader struct {
	Service, Container, Variable, Key string
	Path                              model.Path
}
