#include "relay.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "link.h"

enum { MOST_LINKS = 128 }; /* as many connections as one game would take; here each has a server of its own */

#define NS_PER_S 1000000000ull
#define IDLE_SPIN_NS 20000      /* a lone client that asks again soon is answered without a sleep         */
#define IDLE_YIELD_NS 50000
#define IDLE_SLICE_NS 2000000   /* others wait for the lock no longer than this                           */
#define NAP_NS 50000            /* between two looks at several clients                                   */

struct comm_relay {
    pthread_t thread;
    pthread_mutex_t lock;      /* of all below                                                              */
    int waiting;               /* callers that want the lock; the loop then stands aside                    */
    int stopping;
    int bell;                  /* eventfd: wakes the poll                                                   */
    uint32_t last_number;
    uint32_t count;
    comm_link *links[MOST_LINKS];
};

/* For callers: the loop holds the lock nearly always, so it is asked to let go. */
static void take_lock(comm_relay *relay)
{
    const uint64_t one = 1;
    __atomic_add_fetch(&relay->waiting, 1, __ATOMIC_ACQ_REL);
    ssize_t rung = write(relay->bell, &one, sizeof one);
    (void)rung; /* a full bell rings already */
    pthread_mutex_lock(&relay->lock);
    __atomic_sub_fetch(&relay->waiting, 1, __ATOMIC_ACQ_REL);
}

static void nap(uint64_t ns)
{
    struct timespec time = {(time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S)};
    nanosleep(&time, NULL);
}

static void end_link(comm_relay *relay, uint32_t place)
{
    comm_link_close(relay->links[place]);
    free(relay->links[place]);
    relay->links[place] = relay->links[--relay->count];
}

static int turn_all(comm_relay *relay)
{
    int done = 0;
    for (uint32_t i = 0; i < relay->count;) {
        done |= comm_link_turn(relay->links[i], comm_now_ns());
        if (relay->links[i]->is_over)
            end_link(relay, i);
        else
            i++;
    }
    return done;
}

/* What the next wait is for. */
typedef struct outlook {
    struct pollfd sockets[MOST_LINKS + 1];
    nfds_t socket_count;
    uint64_t deadline_ns;
    uint32_t idle;             /* links whose clients have asked for nothing, which no socket tells of */
} outlook;

static void look_out(const comm_relay *relay, outlook *o, uint64_t now_ns)
{
    o->sockets[0] = (struct pollfd){relay->bell, POLLIN, 0};
    o->socket_count = 1;
    o->deadline_ns = now_ns + NS_PER_S;
    o->idle = 0;
    for (uint32_t i = 0; i < relay->count; i++) {
        const comm_link *link = relay->links[i];
        uint64_t deadline = comm_link_deadline_ns(link, now_ns);
        if (deadline < o->deadline_ns) o->deadline_ns = deadline;
        o->idle += link->stage == COMM_LINK_IDLE;
        if (link->rcon.fd >= 0)
            o->sockets[o->socket_count++] = (struct pollfd){link->rcon.fd, comm_rcon_events(&link->rcon), 0};
    }
}

/* One client and nothing under way: sleep on its word itself. */
static void wait_for_client(const comm_link *link)
{
    comm_wake_policy policy = {.spin_ns = IDLE_SPIN_NS, .yield_ns = IDLE_YIELD_NS, .slice_ns = IDLE_SLICE_NS};
    comm_header *header = link->channel.header;
    comm_wake_wait(&header->action_seq, link->channel.seq, &header->action_sleepers, &policy, IDLE_SLICE_NS);
}

static void wait_for_sockets(comm_relay *relay, outlook *o, uint64_t now_ns)
{
    uint64_t wait_ns = o->deadline_ns > now_ns ? o->deadline_ns - now_ns : 0;
    if (o->idle && wait_ns > NAP_NS) wait_ns = NAP_NS;
    struct timespec time = {(time_t)(wait_ns / NS_PER_S), (long)(wait_ns % NS_PER_S)};
    pthread_mutex_unlock(&relay->lock);
    int ready = ppoll(o->sockets, o->socket_count, &time, NULL);
    if (ready > 0 && o->sockets[0].revents) {
        uint64_t rung;
        ssize_t bytes = read(relay->bell, &rung, sizeof rung);
        (void)bytes;
    }
    while (__atomic_load_n(&relay->waiting, __ATOMIC_ACQUIRE)) nap(NAP_NS);
    pthread_mutex_lock(&relay->lock);
}

static void *run(void *argument)
{
    comm_relay *relay = argument;
    outlook o;
    pthread_mutex_lock(&relay->lock);
    while (!relay->stopping) {
        int wanted = __atomic_load_n(&relay->waiting, __ATOMIC_ACQUIRE);
        if (turn_all(relay) && !wanted) continue;
        uint64_t now_ns = comm_now_ns();
        look_out(relay, &o, now_ns);
        int is_lone = relay->count == 1 && o.idle == 1 && relay->links[0]->rcon.state == COMM_RCON_UP;
        if (is_lone && !wanted)
            wait_for_client(relay->links[0]);
        else
            wait_for_sockets(relay, &o, now_ns);
    }
    while (relay->count > 0) end_link(relay, 0);
    pthread_mutex_unlock(&relay->lock);
    return NULL;
}

/* The thread takes no signals: they are for those who have handlers. */
static int start_thread(comm_relay *relay)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int number = pthread_create(&relay->thread, NULL, run, relay);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return number;
}

comm_relay *comm_relay_start(comm_error *error)
{
    comm_relay *relay = calloc(1, sizeof *relay);
    if (relay == NULL) {
        comm_error_set(error, COMM_SYSTEM, "no memory for a relay");
        return NULL;
    }
    relay->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    errno = relay->bell < 0 ? errno : pthread_mutex_init(&relay->lock, NULL);
    if (relay->bell >= 0 && errno == 0) errno = start_thread(relay);
    if (relay->bell >= 0 && errno == 0) return relay;
    comm_error_set_system(error, "the relay's thread");
    if (relay->bell >= 0) close(relay->bell);
    free(relay);
    return NULL;
}

/* Makes a link and takes it into the list, under the lock. */
static int add_link(comm_relay *relay, int fd, uint16_t port, const char *password, const comm_relay_timing *timing,
                    comm_error *error)
{
    if (relay->count == MOST_LINKS)
        return comm_error_set(error, COMM_INVALID, "the relay serves %d servers already", MOST_LINKS);
    comm_link *made = calloc(1, sizeof *made);
    if (made == NULL) return comm_error_set(error, COMM_SYSTEM, "no memory for a link");
    int code = comm_link_open(made, fd, port, password, timing, error);
    if (code != COMM_OK) {
        free(made);
        return code;
    }
    made->number = ++relay->last_number;
    relay->links[relay->count++] = made;
    return COMM_OK;
}

int comm_relay_add(comm_relay *relay, int fd, uint16_t port, const char *password, const comm_relay_timing *timing,
                   uint32_t *link, comm_error *error)
{
    take_lock(relay);
    int code = add_link(relay, fd, port, password, timing, error);
    if (code == COMM_OK) *link = relay->last_number;
    pthread_mutex_unlock(&relay->lock);
    return code;
}

/* Place of a link, or count when there is none. */
static uint32_t place_of(const comm_relay *relay, uint32_t number)
{
    uint32_t place = 0;
    while (place < relay->count && relay->links[place]->number != number) place++;
    return place;
}

void comm_relay_remove(comm_relay *relay, uint32_t link)
{
    take_lock(relay);
    uint32_t place = place_of(relay, link);
    if (place < relay->count) end_link(relay, place);
    pthread_mutex_unlock(&relay->lock);
}

int comm_relay_count(comm_relay *relay, uint32_t link, comm_relay_counters *counters)
{
    take_lock(relay);
    uint32_t place = place_of(relay, link);
    int found = place < relay->count;
    if (found) *counters = relay->links[place]->counters;
    pthread_mutex_unlock(&relay->lock);
    return found;
}

void comm_relay_stop(comm_relay *relay)
{
    if (relay == NULL) return;
    take_lock(relay);
    relay->stopping = 1;
    pthread_mutex_unlock(&relay->lock);
    pthread_join(relay->thread, NULL);
    pthread_mutex_destroy(&relay->lock);
    close(relay->bell);
    free(relay);
}
