/*
 * Keeps what would outlast a power cut, and fails like a disk, for a process it is loaded into.
 *
 * SHADOW_OF names a directory. Whenever something below it is synced, what it holds just now is
 * copied to SHADOW_IN: the content of a file, the names in a directory. A copy is called by
 * kind, inode and time of birth, since inodes are used again. Nothing is really synced: the
 * disk has no part in this.
 *
 * While SHADOW_IN has a file called EIO, syncing fails; with ENOSPC, nothing can grow.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_below(int fd)
{
	char link[64], path[PATH_MAX];
	const char *root = getenv("SHADOW_OF");
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, sizeof path - 1);
	if (length < 0 || !root)
		return 0;
	path[length] = 0;
	size_t prefix = strlen(root);
	return !strncmp(path, root, prefix) && (path[prefix] == '/' || !path[prefix]);
}

static int is_broken(const char *how)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/%s", getenv("SHADOW_IN"), how);
	return !access(path, F_OK);
}

static void name_of(int folder, const char *name, char *out, size_t size)
{
	struct statx found = {0};
	statx(folder, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW,
	      STATX_TYPE | STATX_INO | STATX_BTIME, &found);
	snprintf(out, size, "%c%llu-%lld.%09u", S_ISDIR(found.stx_mode) ? 'd' : 'f',
		 (unsigned long long)found.stx_ino, (long long)found.stx_btime.tv_sec,
		 found.stx_btime.tv_nsec);
}

static void copy_names(int fd, FILE *out)
{
	char name[64];
	int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fdopendir(again);
	for (struct dirent *one; (one = readdir(folder));) {
		if (!strcmp(one->d_name, ".") || !strcmp(one->d_name, ".."))
			continue;
		name_of(again, one->d_name, name, sizeof name);
		fprintf(out, "%s %s\n", name, one->d_name);
	}
	closedir(folder);
}

static void copy_content(int fd, FILE *out)
{
	char link[64], block[1 << 16];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	int again = open(link, O_RDONLY | O_CLOEXEC);
	for (ssize_t length; (length = read(again, block, sizeof block)) > 0;)
		fwrite(block, 1, length, out);
	close(again);
}

static int keep(int fd)
{
	static atomic_int copies;
	char name[64], beside[PATH_MAX], path[PATH_MAX];
	if (is_broken("EIO")) {
		errno = EIO;
		return -1;
	}
	name_of(fd, "", name, sizeof name);
	snprintf(path, sizeof path, "%s/%s", getenv("SHADOW_IN"), name);
	snprintf(beside, sizeof beside, "%s/.%d.%d", getenv("SHADOW_IN"), getpid(), copies++);
	FILE *out = fopen(beside, "we");
	if (!out)
		abort();
	if (name[0] == 'd')
		copy_names(fd, out);
	else
		copy_content(fd, out);
	if (fclose(out) || rename(beside, path))
		abort();
	return 0;
}

static int is_full(int fd)
{
	return is_broken("ENOSPC") && is_below(fd);
}

int fsync(int fd)
{
	return is_below(fd) ? keep(fd) : ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}

int fdatasync(int fd)
{
	return is_below(fd) ? keep(fd) : ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}

#define FULL_OR(name, ...)                                     \
	if (is_full(fd)) {                                     \
		errno = ENOSPC;                                \
		return -1;                                     \
	}                                                      \
	return ((typeof(name) *)dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

ssize_t write(int fd, const void *block, size_t size)
{
	FULL_OR(write, fd, block, size);
}

ssize_t pwrite(int fd, const void *block, size_t size, off_t at)
{
	FULL_OR(pwrite, fd, block, size, at);
}

ssize_t pwrite64(int fd, const void *block, size_t size, off64_t at)
{
	FULL_OR(pwrite64, fd, block, size, at);
}
