package facts_test

import (
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"groundplan.internal/internal/facts"
)

// server is a database server of the test's own, on a port of this machine.
type server struct {
	port    string
	client  facts.Client
	master  [2]string // user and password
	tools   string    // a folder that stands before PATH
	connect func(login [2]string, database string) []string
}

// TestPostgresClient and TestMySQLClient run the scripts against real servers, where there
// are any. MariaDB takes the place of MySQL, from which it differs in the client's options.
func TestPostgresClient(t *testing.T) { startPostgres(t).hold(t) }

func TestMySQLClient(t *testing.T) { startMariaDB(t).hold(t) }

// hold makes what two services need, and holds who may do what to what they should.
func (s server) hold(t *testing.T) {
	provisioner := [2]string{"provisioner", "first-0"}
	cats, dogs := [2]string{"laravel_cats", "c0ffee"}, [2]string{"laravel_dogs", "d06"}
	pattern := strings.NewReplacer("_", `\_`)
	provision := func(password string) {
		s.run(t, s.client.Provision,
			"MASTER_HOST=127.0.0.1", "MASTER_PORT="+s.port, "MASTER_USERNAME="+s.master[0], "MASTER_PASSWORD="+s.master[1],
			"PROVISIONER=provisioner", "PROVISIONER_PASSWORD="+password, `PATTERNS=laravel\_% shop`)
	}
	create := func(login [2]string, password string) {
		s.run(t, s.client.Create,
			"HOST=127.0.0.1", "PORT="+s.port, "DATABASE="+login[0], "PATTERN="+pattern.Replace(login[0]),
			"USERNAME="+login[0], "PASSWORD="+login[1], "PROVISIONER=provisioner", "PROVISIONER_PASSWORD="+password)
	}
	// Services may come before the provisioner, and several tasks of one at once.
	var services sync.WaitGroup
	for range 3 {
		services.Go(func() { create(cats, provisioner[1]) })
	}
	time.Sleep(time.Second)
	provision(provisioner[1])
	services.Wait()
	provision(provisioner[1])
	create(cats, provisioner[1])
	create(dogs, provisioner[1])

	s.may(t, true, cats, cats[0], "CREATE TABLE cat (name int); INSERT INTO cat VALUES (1); ALTER TABLE cat ADD COLUMN age int;")
	s.may(t, true, cats, cats[0], "SELECT age FROM cat;")
	s.may(t, false, dogs, cats[0], "SELECT 1;")
	s.may(t, false, dogs, dogs[0], "SELECT * FROM laravel_cats.cat;")
	s.may(t, false, dogs, dogs[0], "CREATE DATABASE laravel_birds;")
	s.may(t, false, dogs, dogs[0], "CREATE USER bird;")
	s.may(t, false, [2]string{dogs[0], ""}, dogs[0], "SELECT 1;")
	s.may(t, false, provisioner, "private", "SELECT * FROM secret;")

	// What is drawn anew is taken over, of the provisioner too.
	cats[1], provisioner[1] = "beef", "second-0"
	provision(provisioner[1])
	create(cats, provisioner[1])
	s.may(t, true, cats, cats[0], "SELECT age FROM cat;")
	s.may(t, false, [2]string{cats[0], "c0ffee"}, cats[0], "SELECT 1;")
}

// run has sh run a script, as the container does.
func (s server) run(t *testing.T, script string, environment ...string) {
	t.Helper()
	hurried := strings.NewReplacer("+ 150)", "+ 20)", "sleep 5", "sleep 0.2").Replace(script)
	c := exec.Command("sh", "-c", hurried)
	c.Env = append(environment, "TLS="+s.client.Plain, "PATH="+s.tools+":"+os.Getenv("PATH"))
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// may tries statements in a database.
func (s server) may(t *testing.T, want bool, login [2]string, database, statements string) {
	t.Helper()
	arguments := s.connect(login, database)
	c := exec.Command(arguments[0], arguments[1:]...)
	c.Env = append(os.Environ(), "PGPASSWORD="+login[1], "MYSQL_PWD="+login[1])
	c.Stdin = strings.NewReader(statements)
	if out, err := c.CombinedOutput(); (err == nil) != want {
		t.Errorf("%s in %s: %q gives %v: %s", login[0], database, statements, err, out)
	}
}

func startPostgres(t *testing.T) server {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		t.Skip("there is no server of PostgreSQL")
	}
	bin := filepath.Dir(found[len(found)-1])
	s := server{port: freePort(t), client: client(t, "postgres"), master: [2]string{"master", "m"}, tools: bin}
	s.connect = func(login [2]string, database string) []string {
		return []string{bin + "/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", s.port, "-U", login[0], database}
	}
	folder, as := serverFolder(t, "postgres")
	password := filepath.Join(folder, "password")
	if err := os.WriteFile(password, []byte("root\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(folder, "data")
	output(t, as, bin+"/initdb", "-D", data, "-U", "root", "-A", "scram-sha-256", "--pwfile", password, "-N")
	start(t, as, bin+"/postgres", "-D", data, "-p", s.port, "-c", "listen_addresses=127.0.0.1", "-k", folder)
	root := [2]string{"root", "root"}
	s.await(t, root, "postgres")
	// RDS's master is no superuser.
	s.may(t, true, root, "postgres", "CREATE ROLE master LOGIN CREATEDB CREATEROLE PASSWORD 'm'; CREATE DATABASE private OWNER master;")
	s.may(t, true, s.master, "private", "CREATE TABLE secret (it int);")
	return s
}

func startMariaDB(t *testing.T) server {
	bin, err := exec.LookPath("mariadbd")
	if err != nil {
		if bin, err = exec.LookPath("/usr/sbin/mariadbd"); err != nil {
			t.Skip("there is no server of MariaDB")
		}
	}
	s := server{port: freePort(t), client: client(t, "mysql"), master: [2]string{"master", "m"}, tools: t.TempDir()}
	s.connect = func(login [2]string, database string) []string {
		return []string{"mariadb", "-h", "127.0.0.1", "-P", s.port, "-u", login[0], database}
	}
	wrapper := "#!/bin/bash\nfor a in \"$@\"; do shift; case $a in --ssl-mode=*) ;; *) set -- \"$@\" \"$a\" ;; esac; done\nexec mariadb \"$@\"\n"
	if err := os.WriteFile(filepath.Join(s.tools, "mysql"), []byte(wrapper), 0o755); err != nil {
		t.Fatal(err)
	}
	folder, as := serverFolder(t, "mysql")
	data := filepath.Join(folder, "data")
	output(t, as, "mariadb-install-db", "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db")
	start(t, as, bin, "--no-defaults", "--datadir="+data, "--port="+s.port, "--bind-address=127.0.0.1", "--socket="+folder+"/socket", "--skip-name-resolve")
	root := [2]string{"root", ""}
	s.await(t, root, "mysql")
	// What RDS gives to its master.
	s.may(t, true, root, "mysql", `CREATE DATABASE private; CREATE TABLE private.secret (it int); CREATE USER master IDENTIFIED BY 'm';
		GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES,
		LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, DELETE HISTORY ON *.* TO master WITH GRANT OPTION;`)
	return s
}

func client(t *testing.T, engine string) facts.Client {
	t.Helper()
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, ok := known.Client(engine)
	if !ok {
		t.Fatalf("nothing speaks with %s", engine)
	}
	return c
}

// serverFolder is a folder for a server, and who runs it: servers refuse to run as root.
func serverFolder(t *testing.T, name string) (string, *syscall.SysProcAttr) {
	t.Helper()
	folder, err := os.MkdirTemp("", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if os.Getuid() != 0 {
		return folder, nil
	}
	u, err := user.Lookup(name)
	if err != nil {
		t.Skipf("the server does not run as root, and there is no user %s", name)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(folder, uid, gid); err != nil {
		t.Fatal(err)
	}
	return folder, &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func output(t *testing.T, as *syscall.SysProcAttr, name string, arguments ...string) {
	t.Helper()
	c := exec.Command(name, arguments...)
	c.SysProcAttr, c.Dir = as, "/"
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// start runs a server until the test ends.
func start(t *testing.T, as *syscall.SysProcAttr, name string, arguments ...string) {
	t.Helper()
	c := exec.Command(name, arguments...)
	c.SysProcAttr, c.Dir = as, "/"
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Signal(os.Interrupt)
		stopped := time.AfterFunc(10*time.Second, func() { c.Process.Kill() })
		c.Wait()
		stopped.Stop()
	})
}

// await waits until somebody can log in.
func (s server) await(t *testing.T, login [2]string, database string) {
	t.Helper()
	for range 100 {
		arguments := s.connect(login, database)
		c := exec.Command(arguments[0], arguments[1:]...)
		c.Env = append(os.Environ(), "PGPASSWORD="+login[1], "MYSQL_PWD="+login[1])
		if c.Run() == nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Fatal("the server does not answer")
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
