package verify

import "groundplan.internal/internal/model"

// newSecrets are places for values, which nobody but their roles reads.
func (o *output) newSecrets() map[string]arguments {
	return per(o.declared.Secrets, func(s model.Secret) string { return s.Name }, func(s model.Secret) arguments {
		if s.Existing {
			return nil
		}
		return arguments{"kms_key_id": s.KMSKey, "recovery_window_in_days": s.RecoveryDays}
	})
}

// storedSecrets are those of a store that somebody else made, looked up by their names.
func storedSecrets(store string) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Secrets, func(s model.Secret) string { return s.Name }, func(s model.Secret) arguments {
			if s.Store != store || !s.Existing {
				return nil
			}
			a := arguments{"name": something}
			if s.Secret != "" {
				a["name"] = s.Secret
			}
			if store == "ssm" {
				a["with_decryption"] = false
			}
			return a
		})
	}
}
