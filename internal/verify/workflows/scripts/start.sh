status() { aws rds describe-db-instances --db-instance-identifier "$1" --query 'DBInstances[0].DBInstanceStatus' --output text; }
for instance in $INSTANCES; do
  while [ "$(status "$instance")" = stopping ]; do sleep 30; done
  if [ "$(status "$instance")" = stopped ]; then aws rds start-db-instance --db-instance-identifier "$instance" > /dev/null; fi
done
for instance in $INSTANCES; do
  aws rds wait db-instance-available --db-instance-identifier "$instance"
done
