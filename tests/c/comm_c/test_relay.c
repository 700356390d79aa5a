/* The relay between a channel and a game's console, whose replies are lost, late, doubled, torn or damaged.
 * sources: comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/peer.c
 * sources: comm_c/header.c comm_c/segment.c comm_c/channel.c
 * sources: comm_c/inflate.c comm_c/armour.c comm_c/rcon.c comm_c/link.c
 * sources: comm_c/link_request.c comm_c/link_reply.c comm_c/relay.c
 */
#include "tests/c/comm_c/console.h"

#include "comm_c/link.h"
#include "comm_c/relay.h"

static comm_error error;

/* A machine under load may take long over any reply, so only tests whose fault is a missing reply wait hastily; they count
 * at least the repetitions that their faults cause. The others wait so long that nothing is ever asked for twice. */
static const comm_relay_timing HASTY = {.reply_timeout_ns = 30000000, .down_limit_ns = 60 * SECOND_NS};
static const comm_relay_timing PATIENT = {.reply_timeout_ns = 60 * SECOND_NS, .down_limit_ns = 60 * SECOND_NS};
/* Long enough for a first connection on any machine, and no longer: the test waits for its end. */
static const comm_relay_timing GIVING_UP = {.reply_timeout_ns = 60 * SECOND_NS, .down_limit_ns = 3 * SECOND_NS};

/* A client, a relay and a console. */
typedef struct bridge {
    comm_channel client;
    comm_relay *relay;
    console game;
    uint32_t link;
} bridge;

static void open_bridge(bridge *b, const comm_relay_timing *timing, const enum fault *faults, size_t fault_count)
{
    b->client = make_client();
    console_start(&b->game, faults, fault_count);
    b->relay = comm_relay_start(&error);
    CHECK(b->relay != NULL);
    CHECK_EQ_INT(comm_relay_add(b->relay, dup(b->client.fd), b->game.port, CONSOLE_PASSWORD, timing, &b->link, &error),
                 COMM_OK);
}

static void close_bridge(bridge *b)
{
    comm_channel_close(&b->client);
    comm_relay_stop(b->relay);
    console_stop(&b->game);
}

static int step(bridge *b, uint64_t first_id)
{
    for (uint32_t i = 0; i < 3; i++) comm_channel_actions(&b->client)[i].command_id = first_id + i;
    return comm_channel_exchange(&b->client, COMM_REQUEST_STEP, 0, 0, 20 * SECOND_NS, &error);
}

/* Plays `steps` exchanges; every frame must answer its own action, and every action be taken once. */
static comm_relay_counters play(const comm_relay_timing *timing, const enum fault *faults, size_t fault_count,
                                uint32_t steps)
{
    bridge b;
    comm_relay_counters counters;
    open_bridge(&b, timing, faults, fault_count);
    for (uint32_t n = 0; n < steps; n++) {
        error.text[0] = '\0';
        CHECK_EQ_INT(step(&b, 0x8000000000000000u + n * 3), COMM_OK);
        for (uint32_t i = 0; i < 3; i++)
            CHECK_EQ_INT(read_frame(&b.client, b.client.seq, i).command_id, 0x8000000000000000u + n * 3 + i);
    }
    CHECK_EQ_INT(b.client.header->ticks_total, steps * 12);
    CHECK_EQ_INT(comm_relay_count(b.relay, b.link, &counters), 1);
    close_bridge(&b);
    CHECK_EQ_INT(b.game.acted, steps);
    return counters;
}

TEST(frames_answer_the_actions_of_their_own_exchange)
{
    comm_relay_counters seen = play(&PATIENT, NULL, 0, 50);
    CHECK_EQ_INT(seen.exchanges, 50);
    CHECK_EQ_INT(seen.commands, 100);
    CHECK_EQ_INT(seen.connections, 1);
}

TEST(a_lost_reply_is_asked_for_again_and_the_actions_are_taken_once)
{
    const enum fault faults[] = {FAULT_LOST, FAULT_NONE, FAULT_LOST, FAULT_LOST};
    CHECK(play(&HASTY, faults, 4, 3).repeated >= 3);
}

TEST(a_second_copy_of_a_reply_is_ignored)
{
    const enum fault faults[] = {FAULT_TWICE, FAULT_TWICE, FAULT_TWICE, FAULT_TWICE};
    CHECK(play(&PATIENT, faults, 4, 5).stale >= 3);
}

TEST(a_late_reply_is_taken_or_ignored_but_never_for_another_exchange)
{
    const enum fault faults[] = {FAULT_LATE, FAULT_NONE, FAULT_LATE, FAULT_LATE, FAULT_NONE, FAULT_LATE};
    CHECK(play(&HASTY, faults, 6, 5).stale >= 1);
}

TEST(a_torn_reply_and_a_broken_connection_are_mended)
{
    const enum fault faults[] = {FAULT_TORN, FAULT_NONE, FAULT_BROKEN, FAULT_TORN, FAULT_NONE, FAULT_BROKEN};
    CHECK_EQ_INT(play(&PATIENT, faults, 6, 5).connections, 5);
}

TEST(a_damaged_payload_is_asked_for_again)
{
    const enum fault faults[] = {FAULT_NONE, FAULT_DAMAGED, FAULT_DAMAGED};
    CHECK_EQ_INT(play(&PATIENT, faults, 3, 2).damaged, 2);
}

TEST(what_is_no_rcon_breaks_the_connection_and_a_new_one_goes_on)
{
    const enum fault faults[] = {FAULT_NONE, FAULT_NONSENSE};
    CHECK_EQ_INT(play(&PATIENT, faults, 2, 2).connections, 2);
}

TEST(frames_that_are_not_ready_are_waited_for)
{
    const enum fault faults[] = {FAULT_NONE, FAULT_WAIT, FAULT_WAIT, FAULT_NONE, FAULT_NONE, FAULT_WAIT};
    CHECK_EQ_INT(play(&PATIENT, faults, 6, 3).early, 3);
}

TEST(a_payload_that_stays_damaged_is_refused)
{
    const enum fault faults[] = {FAULT_NONE, FAULT_DAMAGED, FAULT_DAMAGED, FAULT_DAMAGED};
    bridge b;
    open_bridge(&b, &PATIENT, faults, 4);
    CHECK_FAILS(step(&b, 1), COMM_CORRUPT, "the frames came damaged, 3 times");
    CHECK_EQ_INT(step(&b, 4), COMM_OK);
    close_bridge(&b);
}

TEST(what_the_mod_refuses_is_refused_in_its_words)
{
    const enum fault faults[] = {FAULT_ERROR};
    bridge b;
    open_bridge(&b, &PATIENT, faults, 1);
    CHECK_FAILS(step(&b, 1), COMM_INVALID, "no such thing");
    CHECK_EQ_INT(step(&b, 4), COMM_OK);
    close_bridge(&b);
}

TEST(a_query_goes_there_and_its_rows_come_back)
{
    bridge b;
    open_bridge(&b, &PATIENT, NULL, 0);
    CHECK_EQ_INT(step(&b, 7), COMM_OK);
    FactorioQuery query = {.kind = FACTORIO_QUERY_STATE, .area = {-1, 2, -3, 4}};
    memcpy(comm_channel_blob(&b.client), &query, sizeof query);
    b.client.request_bytes = sizeof query;
    CHECK_EQ_INT(comm_channel_exchange(&b.client, COMM_REQUEST_QUERY, 2, 1, 20 * SECOND_NS, &error), COMM_OK);
    CHECK_EQ_INT(b.client.reply_count, 1);
    CHECK_EQ_INT(b.client.reply_bytes, sizeof query + 8);
    CHECK_EQ_INT(memcmp(comm_channel_blob(&b.client), &query, sizeof query), 0);
    CHECK_EQ_INT(comm_channel_blob(&b.client)[sizeof query], 2);
    CHECK_EQ_INT(read_frame(&b.client, b.client.seq, 1).command_id, 8);
    close_bridge(&b);
}

TEST(what_no_game_can_do_is_refused_at_once)
{
    bridge b;
    open_bridge(&b, &PATIENT, NULL, 0);
    CHECK_FAILS(comm_channel_exchange(&b.client, COMM_REQUEST_SNAPSHOT, 0, 1, 20 * SECOND_NS, &error), COMM_INVALID,
                "can neither copy");
    close_bridge(&b);
}

TEST(a_wrong_password_is_named)
{
    comm_channel client = make_client();
    comm_relay *relay = comm_relay_start(&error);
    console game;
    uint32_t link;
    console_start(&game, NULL, 0);
    CHECK_EQ_INT(comm_relay_add(relay, dup(client.fd), game.port, "wrong", &PATIENT, &link, &error), COMM_OK);
    CHECK_FAILS(comm_channel_exchange(&client, COMM_REQUEST_STEP, 0, 0, 20 * SECOND_NS, &error), COMM_INVALID,
                "refuses the password");
    comm_channel_close(&client);
    comm_relay_stop(relay);
    console_stop(&game);
}

TEST(a_server_that_is_gone_for_good_is_given_up)
{
    const enum fault faults[] = {FAULT_NONE, FAULT_NONE, FAULT_GONE};
    bridge b;
    open_bridge(&b, &GIVING_UP, faults, 3);
    CHECK_EQ_INT(step(&b, 1), COMM_OK);
    CHECK_FAILS(step(&b, 4), COMM_PEER_GONE, "RCON at 127.0.0.1");
    close_bridge(&b);
}

TEST(removing_a_link_closes_its_client_and_no_other)
{
    bridge b;
    comm_channel other = make_client();
    uint32_t link;
    open_bridge(&b, &PATIENT, NULL, 0);
    CHECK_EQ_INT(comm_relay_add(b.relay, dup(other.fd), b.game.port, CONSOLE_PASSWORD, &PATIENT, &link, &error), COMM_OK);
    comm_relay_remove(b.relay, link);
    comm_relay_remove(b.relay, link);
    CHECK_FAILS(comm_channel_exchange(&other, COMM_REQUEST_STEP, 0, 0, 20 * SECOND_NS, &error), COMM_CLOSED, "closed");
    CHECK_EQ_INT(step(&b, 1), COMM_OK);
    comm_channel_close(&other);
    close_bridge(&b);
}

TEST(one_loop_serves_several_servers)
{
    enum { SERVERS = 3 };
    comm_relay *relay = comm_relay_start(&error);
    comm_channel clients[SERVERS];
    console games[SERVERS];
    uint32_t link;
    for (int k = 0; k < SERVERS; k++) {
        clients[k] = make_client();
        console_start(&games[k], NULL, 0);
        CHECK_EQ_INT(comm_relay_add(relay, dup(clients[k].fd), games[k].port, CONSOLE_PASSWORD, &PATIENT, &link, &error),
                     COMM_OK);
    }
    for (uint64_t n = 0; n < 20; n++) {
        for (int k = 0; k < SERVERS; k++) {
            comm_channel_actions(&clients[k])[0].command_id = n * 10 + (uint64_t)k;
            CHECK_EQ_INT(comm_channel_send(&clients[k], COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
        }
        for (int k = 0; k < SERVERS; k++) {
            CHECK_EQ_INT(comm_channel_receive(&clients[k], 20 * SECOND_NS, &error), COMM_OK);
            CHECK_EQ_INT(read_frame(&clients[k], clients[k].seq, 0).command_id, n * 10 + (uint64_t)k);
        }
    }
    for (int k = 0; k < SERVERS; k++) comm_channel_close(&clients[k]);
    comm_relay_stop(relay);
    for (int k = 0; k < SERVERS; k++) console_stop(&games[k]);
}

/* One exchange of a link that this thread turns itself; every turn takes a thousandth of a second of its clock. */
static void step_by_turns(comm_link *link, comm_channel *client, uint64_t *now_ns)
{
    int code = COMM_TIMEOUT;
    CHECK_EQ_INT(comm_channel_send(client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    while (code == COMM_TIMEOUT) {
        *now_ns += SECOND_NS / 1000;
        comm_link_turn(link, *now_ns);
        code = comm_channel_receive(client, 1000, &error);
    }
    CHECK_EQ_INT(code, COMM_OK);
}

TEST(the_wait_for_the_ticks_does_not_grow_with_the_time_that_frames_take)
{
    enum { EXCHANGES = 20 };
    const enum fault faults[] = {FAULT_NONE, FAULT_WAIT};
    comm_channel client = make_client();
    comm_relay_timing patient = {.reply_timeout_ns = UINT64_MAX / 2, .down_limit_ns = UINT64_MAX / 2};
    comm_link link;
    console game;
    uint64_t now_ns = SECOND_NS;
    console_start(&game, faults, 2);
    CHECK_EQ_INT(comm_link_open(&link, dup(client.fd), game.port, CONSOLE_PASSWORD, &patient, &error), COMM_OK);
    step_by_turns(&link, &client, &now_ns);
    double measured = link.ns_per_tick;
    CHECK(measured > 0); /* one tick was left when the frames were asked for */
    for (int n = 0; n < EXCHANGES; n++) step_by_turns(&link, &client, &now_ns);
    CHECK_EQ_INT(link.counters.early, 1);
    CHECK(link.ns_per_tick < measured / 100);
    comm_channel_close(&client);
    comm_link_close(&link);
    console_stop(&game);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(frames_answer_the_actions_of_their_own_exchange);
    RUN(a_lost_reply_is_asked_for_again_and_the_actions_are_taken_once);
    RUN(a_second_copy_of_a_reply_is_ignored);
    RUN(a_late_reply_is_taken_or_ignored_but_never_for_another_exchange);
    RUN(a_torn_reply_and_a_broken_connection_are_mended);
    RUN(a_damaged_payload_is_asked_for_again);
    RUN(what_is_no_rcon_breaks_the_connection_and_a_new_one_goes_on);
    RUN(frames_that_are_not_ready_are_waited_for);
    RUN(a_payload_that_stays_damaged_is_refused);
    RUN(what_the_mod_refuses_is_refused_in_its_words);
    RUN(a_query_goes_there_and_its_rows_come_back);
    RUN(what_no_game_can_do_is_refused_at_once);
    RUN(a_wrong_password_is_named);
    RUN(a_server_that_is_gone_for_good_is_given_up);
    RUN(removing_a_link_closes_its_client_and_no_other);
    RUN(one_loop_serves_several_servers);
    RUN(the_wait_for_the_ticks_does_not_grow_with_the_time_that_frames_take);
    return kit_end();
}
