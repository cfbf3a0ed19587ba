package forms

// FieldOrder and CriterionOrder are the ids of the referral form in the order of the form (domain.md 2).
var (
	FieldOrder = []string{"referrer", "initials", "role", "municipality", "family", "same-address", "summary", "zvh"}

	CriterionOrder = []string{"structural-unsafety", "stalled-help", "violence-or-neglect", "high-risk",
		"intergenerational", "overarching-problems", "serious-consequences", "insufficient-results"}
)
