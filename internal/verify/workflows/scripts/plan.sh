if ! terraform -chdir="$ROOT" plan -lock=false -no-color > plan.txt 2>&1; then
  first=
  for before in $NEEDS; do
    terraform -chdir="$before" init > init.txt
    terraform -chdir="$before" plan -lock=false -detailed-exitcode > before.txt 2>&1 || first="$first $before"
  done
  if [ -z "$first" ]; then
    cat plan.txt
    exit 1
  fi
  printf '\nPlanned once this is applied:%s\n' "$first" >> plan.txt
fi
cat plan.txt
