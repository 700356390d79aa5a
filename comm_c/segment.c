/* The segment of a channel: made, sealed and filled by the client; checked and mapped by the server; left by both. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "header.h"
#include "peer.h"

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

/* A sealed memfd. The memory of actions and frames is reserved, for every exchange touches it; the blob's is not:
 * to reserve it the kernel would take it away from others, though it may never be used. -1 with error set. */
static int make_segment(uint64_t bytes, uint64_t reserved_bytes, comm_error *error)
{
    int fd = memfd_create("factorio-channel", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) {
        comm_error_set_system(error, "cannot create the channel's memory");
        return -1;
    }
    if (ftruncate(fd, (off_t)bytes) != 0 || fallocate(fd, 0, 0, (off_t)reserved_bytes) != 0)
        comm_error_set_system(error, "cannot get %" PRIu64 " bytes of memory for the channel, %" PRIu64 " of them at "
                                     "once; use fewer arenas or a smaller blob, or raise the limit",
                              bytes, reserved_bytes);
    else if (fcntl(fd, F_ADD_SEALS, SEALS) != 0)
        comm_error_set_system(error, "cannot seal the channel's memory");
    else
        return fd;
    close(fd);
    return -1;
}

/* Maps the segment; header stays NULL on failure. */
static int map_segment(comm_channel *channel, int fd, uint64_t bytes, comm_error *error)
{
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (start == MAP_FAILED)
        return comm_error_set_system(error, "cannot map the channel's %" PRIu64 " bytes", bytes);
    channel->header = start;
    channel->mapped_bytes = bytes;
    channel->fd = fd;
    return COMM_OK;
}

static comm_channel unmapped_channel(void)
{
    return (comm_channel){
        .fd = -1,
        .peer_pidfd = -1,
        .owner_pid = getpid(),
        .wake = comm_wake_policy_default(0),
        .heartbeat_limit_ns = COMM_HEARTBEAT_LIMIT_NS,
    };
}

int comm_channel_create(comm_channel *channel, const comm_config *config, comm_error *error)
{
    comm_header header;
    *channel = unmapped_channel();
    channel->wake = comm_wake_policy_default(config->processes);
    if (comm_header_draw(&header, config, error) != COMM_OK)
        return COMM_INVALID;
    int fd = make_segment(header.segment_bytes, header.blob_offset, error);
    if (fd < 0)
        return COMM_SYSTEM;
    int code = map_segment(channel, fd, header.segment_bytes, error);
    if (code != COMM_OK) {
        close(fd);
        return code;
    }
    uint32_t abi_version = header.abi_version;
    header.abi_version = 0;
    *channel->header = header;
    __atomic_store_n(&channel->header->abi_version, abi_version, __ATOMIC_RELEASE);
    channel->geometry = comm_header_lay_out(&header);
    return COMM_OK;
}

/* What the descriptor says about itself, before a byte of it is read. */
static int check_descriptor(int fd, uint64_t *bytes, comm_error *error)
{
    struct stat status;
    int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0)
        return comm_error_set_system(error, "descriptor %d is not the memory of a channel; pass the one that "
                                            "the client has created", fd);
    if ((seals & SEALS) != SEALS)
        return comm_error_set(error, COMM_CORRUPT,
                              "segment is not sealed against resizing (seals 0x%x, needed 0x%x); make it with "
                              "comm_channel_create", (unsigned)seals, (unsigned)SEALS);
    if (fstat(fd, &status) != 0)
        return comm_error_set_system(error, "cannot ask for the size of descriptor %d", fd);
    if ((uint64_t)status.st_size < sizeof(comm_header))
        return comm_error_set(error, COMM_LAYOUT_MISMATCH, "segment has %lld bytes, a header alone has %zu",
                              (long long)status.st_size, sizeof(comm_header));
    *bytes = (uint64_t)status.st_size;
    return COMM_OK;
}

/* Copies the words that the client writes once; the others change while we look. */
static comm_header copy_header(const comm_header *shared)
{
    comm_header copy = {.abi_version = __atomic_load_n(&shared->abi_version, __ATOMIC_ACQUIRE)};
    uint32_t abi_version = copy.abi_version;
    memcpy(&copy, shared, offsetof(comm_header, server_pid));
    memcpy(copy.reserved1, shared->reserved1, sizeof copy.reserved1);
    copy.reset_rule = shared->reset_rule;
    memcpy(copy.reserved6, shared->reserved6, sizeof copy.reserved6);
    copy.abi_version = abi_version;
    return copy;
}

/* Takes the one place of a server, and the number of the last exchange. */
static int take_place(comm_channel *channel, comm_error *error)
{
    comm_header *header = channel->header;
    if (__atomic_load_n(&header->client_heartbeat_ns, __ATOMIC_ACQUIRE) == COMM_FAREWELL)
        return comm_error_set(error, COMM_CLOSED, "client process %d has closed the channel already",
                              channel->peer_pid);
    uint32_t answered = __atomic_load_n(&header->state_seq, __ATOMIC_ACQUIRE);
    uint32_t asked = __atomic_load_n(&header->action_seq, __ATOMIC_ACQUIRE);
    if (asked - answered > 1)
        return comm_error_set(error, COMM_CORRUPT,
                              "exchange %" PRIu32 " was asked for and %" PRIu32 " answered last, allowed is at most "
                              "one between them", asked, answered);
    int32_t nobody = 0;
    if (!__atomic_compare_exchange_n(&header->server_pid, &nobody, channel->owner_pid, 0, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST))
        return comm_error_set(error, COMM_INVALID, "channel has had a server already, process %d; create a channel "
                                                   "for each server", nobody);
    channel->seq = answered;
    return COMM_OK;
}

/* Remembers the client's number and opens a pidfd where the kernel has one. */
static int know_client(comm_channel *channel, int pid, comm_error *error)
{
    channel->peer_pid = pid;
    channel->peer_pidfd = comm_peer_open(pid);
    if (channel->peer_pidfd < 0 && errno == ESRCH)
        return comm_error_set(error, COMM_PEER_GONE, "client process %d has exited already", pid);
    return COMM_OK;
}

static int attach_mapped(comm_channel *channel, comm_error *error)
{
    comm_header header = copy_header(channel->header);
    int code;
    if ((code = comm_header_check(&header, channel->mapped_bytes, error)) != COMM_OK ||
        (code = know_client(channel, header.client_pid, error)) != COMM_OK ||
        (code = take_place(channel, error)) != COMM_OK)
        return code;
    channel->geometry = comm_header_lay_out(&header);
    channel->wake = comm_wake_policy_default(header.processes);
    channel->is_server = 1;
    comm_channel_beat(channel);
    return COMM_OK;
}

/* Undoes a failed attach but for the descriptor, which stays the caller's. */
static void detach(comm_channel *channel)
{
    if (channel->peer_pidfd >= 0)
        close(channel->peer_pidfd);
    munmap(channel->header, channel->mapped_bytes);
    *channel = unmapped_channel();
}

int comm_channel_attach(comm_channel *channel, int fd, comm_error *error)
{
    uint64_t bytes = 0;
    *channel = unmapped_channel();
    int code = check_descriptor(fd, &bytes, error);
    if (code != COMM_OK || (code = map_segment(channel, fd, bytes, error)) != COMM_OK)
        return code;
    code = attach_mapped(channel, error);
    if (code != COMM_OK)
        detach(channel);
    else
        fcntl(fd, F_SETFD, FD_CLOEXEC); /* or it would leak into the server's own children */
    return code;
}

int comm_channel_watch(comm_channel *channel, int pid, comm_error *error)
{
    if (pid != -1 && pid <= 0)
        return comm_error_set(error, COMM_INVALID, "pid is %d, allowed is a process number or -1", pid);
    if (channel->peer_pidfd >= 0)
        close(channel->peer_pidfd);
    channel->peer_pidfd = -1;
    channel->peer_pid = pid > 0 ? pid : 0;
    if (pid == -1)
        return COMM_OK;
    channel->peer_pidfd = comm_peer_open(pid);
    if (channel->peer_pidfd < 0 && errno == ESRCH)
        return comm_error_set(error, COMM_PEER_GONE, "server process %d has exited already", pid);
    return COMM_OK;
}

void comm_channel_beat(comm_channel *channel)
{
    __atomic_store_n(&channel->header->server_heartbeat_ns, comm_now_ns(), __ATOMIC_RELAXED);
}

static void say_farewell(comm_channel *channel)
{
    comm_header *header = channel->header;
    if (channel->is_server) {
        __atomic_store_n(&header->server_heartbeat_ns, COMM_FAREWELL, __ATOMIC_SEQ_CST);
        comm_wake_all(&header->state_seq);
    } else {
        __atomic_store_n(&header->client_heartbeat_ns, COMM_FAREWELL, __ATOMIC_SEQ_CST);
        comm_wake_all(&header->action_seq);
    }
}

void comm_channel_leave(comm_channel *channel)
{
    if (channel->header == NULL || channel->fd < 0)
        return;
    if (channel->owner_pid == getpid())
        say_farewell(channel);
    if (channel->peer_pidfd >= 0)
        close(channel->peer_pidfd);
    close(channel->fd);
    channel->fd = channel->peer_pidfd = -1;
}

void comm_channel_close(comm_channel *channel)
{
    if (channel->header == NULL)
        return;
    comm_channel_leave(channel);
    munmap(channel->header, channel->mapped_bytes);
    channel->header = NULL;
    channel->mapped_bytes = 0;
}
