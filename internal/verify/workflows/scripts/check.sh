terraform fmt -check -recursive -diff "$ROOT"
set --
if [ -f "$ROOT/.terraform.lock.hcl" ]; then set -- -lockfile=readonly; fi
terraform -chdir="$ROOT" init "$@"
terraform -chdir="$ROOT" validate
