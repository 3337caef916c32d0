/*
 * A disk that is slow, breaks or loses its power: this library, preloaded, stands between a server and
 * the system's calls that write to the disk and that rename files.
 *
 * REDIS_TIERS_DISK in the environment names a folder. In it
 *   slow      while it exists, every sync first waits as many milliseconds as it says
 *   broken    while it exists, every sync fails with an input/output error
 *   journal   gets a line for what is on disk for sure, with tabs between its fields:
 *               synced <bytes> <file>   the file's length when a sync that succeeded began
 *               renamed <from> <to>
 *
 * What was written after the last sync may well have reached a real disk. Here it never has.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LONGEST_PATH (PATH_MAX + 64)

static int open_beside(const char *name, int flags) {
	const char *folder = getenv("REDIS_TIERS_DISK");
	char path[LONGEST_PATH];
	if (!folder || snprintf(path, sizeof path, "%s/%s", folder, name) >= (int) sizeof path) {
		return -1;
	}
	return open(path, flags | O_CLOEXEC, 0600);
}

/* One write to the end of the file, so that the lines of several threads and processes do not mix. */
static void note(const char *format, ...) {
	int journal = open_beside("journal", O_WRONLY | O_CREAT | O_APPEND);
	if (journal < 0) {
		return;
	}
	char line[2 * LONGEST_PATH];
	va_list values;
	va_start(values, format);
	int length = vsnprintf(line, sizeof line, format, values);
	va_end(values);
	if (length > 0 && length < (int) sizeof line && write(journal, line, length) != length) {
		abort();
	}
	close(journal);
}

static void be_slow(void) {
	int file = open_beside("slow", O_RDONLY);
	if (file < 0) {
		return;
	}
	char text[32] = { 0 };
	long millis = (read(file, text, sizeof text - 1) > 0) ? atol(text) : 0;
	close(file);
	struct timespec rest = { millis / 1000, millis % 1000 * 1000000 };
	while (nanosleep(&rest, &rest) && errno == EINTR) {
	}
}

static int is_broken(void) {
	int file = open_beside("broken", O_RDONLY);
	if (file < 0) {
		return 0;
	}
	close(file);
	return 1;
}

static int sync_by(const char *name, int file) {
	int (*sync)(int) = dlsym(RTLD_NEXT, name);
	struct stat before;
	int is_file = !fstat(file, &before) && S_ISREG(before.st_mode);
	be_slow();
	if (is_broken()) {
		errno = EIO;
		return -1;
	}
	int result = sync(file);
	if (!result && is_file) {
		char link[64], path[PATH_MAX];
		snprintf(link, sizeof link, "/proc/self/fd/%d", file);
		ssize_t length = readlink(link, path, sizeof path - 1);
		if (length > 0) {
			path[length] = 0;
			note("synced\t%lld\t%s\n", (long long) before.st_size, path);
		}
	}
	return result;
}

int fsync(int file) {
	return sync_by("fsync", file);
}

int fdatasync(int file) {
	return sync_by("fdatasync", file);
}

int rename(const char *from, const char *to) {
	int (*move)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
	char source[PATH_MAX], target[PATH_MAX];
	int is_known = realpath(from, source) != NULL;
	int result = move(from, to);
	if (!result && is_known && realpath(to, target)) {
		note("renamed\t%s\t%s\n", source, target);
	}
	return result;
}
