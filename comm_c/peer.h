/* peer.h - is the process at the other end alive? */
#ifndef COMM_PEER_H
#define COMM_PEER_H

/* A descriptor that tells of the exit of process pid even when its number is given to another; close it with close().
 * -1 with errno: ESRCH when there is no such process, ENOSYS or EPERM where the kernel or a sandbox has no pidfd. */
int comm_peer_open(int pid);

/* 1 when the process has exited, whether its parent has waited for it or not; 0 when it runs, also when stopped.
 * With pidfd -1 it asks by number, which cannot tell an exited process that no one has waited for from a live one.
 * pid 0: not known, 0. */
int comm_peer_has_exited(int pidfd, int pid);

#endif
