package model

// Database is a relational database on RDS.
type Database struct {
	Name    string   `json:"-"`
	Was     string   `json:"was"`
	Title   string   `json:"title"`
	Purpose string   `json:"purpose"`
	Holds   []string `json:"holds"`
	App     string   `json:"app"`

	Engine      string `json:"engine"`
	Version     string `json:"version"`
	Class       string `json:"class"`
	Instances   int    `json:"instances"` // of Aurora; 0: one
	Storage     int    `json:"storage"`   // GiB
	StorageType string `json:"storageType"`
	IOPS        int    `json:"iops"`       // 0: the type's own
	Throughput  int    `json:"throughput"` // MiB/s; 0: the type's own
	MaxStorage  int    `json:"maxStorage"` // GiB; 0: does not grow
	MultiAZ     bool   `json:"multiAZ"`

	SecurityGroup *SecurityGroup `json:"securityGroup"`
	Proxy         *Proxy         `json:"proxy"`

	Database   string `json:"name"`     // created with it; empty: none
	Username   string `json:"username"` // empty: the engine's usual one
	Port       int    `json:"port"`     // 0: the engine's own
	Identifier string `json:"identifier"`
	Parameters Pairs  `json:"parameters"`

	Extensions []string `json:"extensions"` // of PostgreSQL

	BackupDays          int      `json:"backupDays"`
	BackupWindow        string   `json:"backupWindow"`
	MaintenanceWindow   string   `json:"maintenanceWindow"`
	ApplyImmediately    bool     `json:"applyImmediately"`
	MajorUpgrade        bool     `json:"majorUpgrade"`
	DeletionProtection  bool     `json:"deletionProtection"`
	FinalSnapshot       bool     `json:"finalSnapshot"`
	Logs                []string `json:"logs"`
	PerformanceInsights bool     `json:"performanceInsights"`
	MonitoringInterval  int      `json:"monitoringInterval"` // seconds; 0: none
}

// Proxy is RDS Proxy before a database.
type Proxy struct {
	IAM            bool           `json:"iam"`
	ReadEndpoint   bool           `json:"readEndpoint"`
	MaxConnections int            `json:"maxConnections"` // percent of the database's
	IdleTimeout    int            `json:"idleTimeout"`    // seconds
	SecurityGroup  *SecurityGroup `json:"securityGroup"`
}

// Cache is a store in memory on ElastiCache: a primary node and its replicas.
type Cache struct {
	Name    string   `json:"-"`
	Was     string   `json:"was"`
	Title   string   `json:"title"`
	Purpose string   `json:"purpose"`
	Holds   []string `json:"holds"`
	App     string   `json:"app"`

	Engine   string `json:"engine"`
	Version  string `json:"version"`
	Class    string `json:"class"`
	Replicas int    `json:"replicas"`
	MultiAZ  bool   `json:"multiAZ"`

	SecurityGroup *SecurityGroup `json:"securityGroup"`

	Port       int    `json:"port"` // 0: the engine's own
	Identifier string `json:"identifier"`
	Parameters Pairs  `json:"parameters"`

	SnapshotDays      int    `json:"snapshotDays"`
	SnapshotWindow    string `json:"snapshotWindow"`
	MaintenanceWindow string `json:"maintenanceWindow"`
	FinalSnapshot     bool   `json:"finalSnapshot"`
}

// Bucket is an S3 bucket.
type Bucket struct {
	Name    string   `json:"-"`
	Was     string   `json:"was"`
	Title   string   `json:"title"`
	Purpose string   `json:"purpose"`
	Holds   []string `json:"holds"`
	App     string   `json:"app"`

	Bucket         string `json:"name"` // the name in AWS; empty: derived
	Versioning     bool   `json:"versioning"`
	NoncurrentDays int    `json:"noncurrentDays"`
	ExpireDays     int    `json:"expireDays"` // 0: never
	ForceDestroy   bool   `json:"forceDestroy"`

	CORS *BucketCORS `json:"cors"` // nil: browsers of other sites get nothing
}

// BucketCORS is what browsers of other sites may ask for.
type BucketCORS struct {
	Origins []string `json:"origins"`
	Methods []string `json:"methods"` // empty: GET and HEAD
	Headers []string `json:"headers"`
	MaxAge  int      `json:"maxAge"` // seconds; 0: as long as the browser likes
}

// Volume is a file system on EFS.
type Volume struct {
	Name    string   `json:"-"`
	Was     string   `json:"was"`
	Title   string   `json:"title"`
	Purpose string   `json:"purpose"`
	Holds   []string `json:"holds"`
	App     string   `json:"app"`

	Owner          FileOwner      `json:"owner"`
	Throughput     string         `json:"throughput"`     // elastic or bursting
	InfrequentDays int            `json:"infrequentDays"` // 0: never
	KMSKey         string         `json:"kmsKey"`         // ARN, or empty for AWS's own key
	SecurityGroup  *SecurityGroup `json:"securityGroup"`

	Policy             bool `json:"policy"`
	Backup             bool `json:"backup"`
	DeletionProtection bool `json:"deletionProtection"`
}

// FileOwner is a user of POSIX, and what others may do.
type FileOwner struct {
	UID  int    `json:"uid"`
	GID  int    `json:"gid"`
	Mode string `json:"mode"` // octal digits
}

// Secret is a value that stands in no file.
type Secret struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Purpose string `json:"purpose"`

	Secret       string   `json:"name"`  // the name in AWS; empty: derived
	Store        string   `json:"store"` // secretsmanager or ssm
	Existing     bool     `json:"existing"`
	Keys         []string `json:"keys"`
	KMSKey       string   `json:"kmsKey"`
	RecoveryDays int      `json:"recoveryDays"`
}
