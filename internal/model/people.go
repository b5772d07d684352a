package model

// UserPool is a user pool of Cognito.
type UserPool struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`

	Domain             string                `json:"domain"` // host of the sign-in pages; empty: one of AWS's
	SignIn             string                `json:"signIn"` // email, phone or username
	SelfSignUp         bool                  `json:"selfSignUp"`
	PasswordLength     int                   `json:"passwordLength"`
	MFA                string                `json:"mfa"` // off, optional or on
	RememberDevices    bool                  `json:"rememberDevices"`
	ThreatDetection    string                `json:"threatDetection"` // off, audit or enforced
	AccessTokenMinutes int                   `json:"accessTokenMinutes"`
	IDTokenMinutes     int                   `json:"idTokenMinutes"`
	RefreshTokenDays   int                   `json:"refreshTokenDays"`
	IdentityPool       bool                  `json:"identityPool"`
	Clients            Nodes[UserPoolClient] `json:"clients"`
	DeletionProtection bool                  `json:"deletionProtection"`
}

// UserPoolClient is a program that people sign in to.
type UserPoolClient struct {
	Name      string   `json:"-"`
	Callbacks []string `json:"callbacks"` // empty: /callback of each host of the app of this name
	Logouts   []string `json:"logouts"`   // empty: each host of the app of this name
	Secret    bool     `json:"secret"`
	Scopes    []string `json:"scopes"`
}

// IdentityProvider is where people sign in, with others, before a balancer lets them through.
type IdentityProvider struct {
	Name    string `json:"-"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`

	Issuer                string `json:"issuer"`
	AuthorizationEndpoint string `json:"authorizationEndpoint"`
	TokenEndpoint         string `json:"tokenEndpoint"`
	UserInfoEndpoint      string `json:"userInfoEndpoint"`
	ClientID              string `json:"clientID"`
	ClientSecret          string `json:"clientSecret"` // secret, or secret:key
	Scope                 string `json:"scope"`
	SessionHours          int    `json:"sessionHours"`
}

// Model is a model of Bedrock.
type Model struct {
	Name      string `json:"-"`
	Title     string `json:"title"`
	Purpose   string `json:"purpose"`
	ID        string `json:"id"`
	Region    string `json:"region"`    // that it is called in; empty: the platform's
	Guardrail string `json:"guardrail"` // empty: none
}

// Guardrail is a guardrail of Bedrock.
type Guardrail struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`

	Filters       *GuardrailFilters  `json:"filters"`
	DeniedTopics  Nodes[DeniedTopic] `json:"deniedTopics"`
	Words         []string           `json:"words"`
	Profanity     bool               `json:"profanity"`
	PII           Pairs              `json:"pii"` // kind to block or anonymize
	BlockedInput  string             `json:"blockedInput"`
	BlockedOutput string             `json:"blockedOutput"`
}

// GuardrailFilters are strengths: none, low, medium, high, or empty for no filter.
type GuardrailFilters struct {
	Hate         string `json:"hate"`
	Insults      string `json:"insults"`
	Sexual       string `json:"sexual"`
	Violence     string `json:"violence"`
	Misconduct   string `json:"misconduct"`
	PromptAttack string `json:"promptAttack"`
}

// DeniedTopic is a subject that is not spoken of.
type DeniedTopic struct {
	Name       string   `json:"-"`
	Definition string   `json:"definition"`
	Examples   []string `json:"examples"`
}
