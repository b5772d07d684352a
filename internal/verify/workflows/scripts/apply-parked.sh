before=$(parked_now)
TF_VAR_parked=$before
export TF_VAR_parked
if [ "$PARKED" != keep ]; then
  changes=0
  terraform -chdir="$ROOT" plan -refresh=false -lock-timeout=15m -detailed-exitcode || changes=$?
  if [ "$changes" = 2 ]; then echo "There are changes that nobody has approved: apply them first."; fi
  if [ "$changes" != 0 ]; then exit 1; fi
  TF_VAR_parked=$PARKED
fi
terraform -chdir="$ROOT" plan -lock-timeout=15m -out=tfplan
if [ "$(parked_now)" != "$before" ]; then
  echo "It was parked or unparked meanwhile: run this once more."
  exit 1
fi
terraform -chdir="$ROOT" apply -lock-timeout=15m tfplan
