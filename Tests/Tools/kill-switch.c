// Loaded into a program (LD_PRELOAD), ends it with SIGKILL at its nth call that changes a file: RAD_KILL_AT=n.
// RAD_KILL_WHEN says when: `before` the call, `after` it, or in the `middle` of a write, with half of it on the disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int calls;

static int is_due(void) {
	const char *at = getenv("RAD_KILL_AT");
	return at && atomic_fetch_add(&calls, 1) + 1 == atoi(at);
}

static int is_when(const char *word) {
	const char *when = getenv("RAD_KILL_WHEN");
	return strcmp(when ? when : "before", word) == 0;
}

static void end(void) {
	kill(getpid(), SIGKILL);
	for (;;) pause();
}

static int is_file(int descriptor) {
	struct stat status;
	return descriptor > 2 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CHANGE(type, name, parameters, arguments) \
	type name parameters { \
		int due = is_due(); \
		if (due && !is_when("after")) end(); \
		type result = REAL(name) arguments; \
		if (due) end(); \
		return result; \
	}

CHANGE(int, fdatasync, (int file), (file))
CHANGE(int, fsync, (int file), (file))
CHANGE(int, ftruncate, (int file, off_t length), (file, length))
CHANGE(int, renameat, (int from, const char *name, int to, const char *other), (from, name, to, other))
CHANGE(int, rename, (const char *name, const char *other), (name, other))
CHANGE(int, linkat, (int from, const char *name, int to, const char *other, int flags), (from, name, to, other, flags))
CHANGE(int, unlinkat, (int folder, const char *name, int flags), (folder, name, flags))
CHANGE(int, unlink, (const char *name), (name))
CHANGE(int, rmdir, (const char *name), (name))
CHANGE(int, mkdirat, (int folder, const char *name, mode_t mode), (folder, name, mode))
CHANGE(int, mkdir, (const char *name, mode_t mode), (name, mode))

ssize_t write(int file, const void *bytes, size_t count) {
	if (!is_file(file)) return REAL(write)(file, bytes, count);
	int due = is_due();
	if (due && is_when("before")) end();
	ssize_t result = REAL(write)(file, bytes, due && is_when("middle") ? count / 2 : count);
	if (due) end();
	return result;
}
