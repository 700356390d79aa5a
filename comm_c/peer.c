#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "peer.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

int comm_peer_open(int pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

int comm_peer_has_exited(int pidfd, int pid)
{
    if (pidfd >= 0) {
        struct pollfd entry = {.fd = pidfd, .events = POLLIN};
        return poll(&entry, 1, 0) == 1 && (entry.revents & POLLIN) != 0;
    }
    return pid > 0 && kill(pid, 0) != 0 && errno == ESRCH;
}
