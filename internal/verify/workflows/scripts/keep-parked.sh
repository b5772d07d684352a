TF_VAR_parked=$(parked_now)
export TF_VAR_parked
