/* Exchanges: turn by turn, numbers and their wrap, double buffers, requests and refusals, and what cannot be right.
 * sources: comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/peer.c
 * sources: comm_c/header.c comm_c/segment.c comm_c/channel.c
 */
#include "tests/c/comm_c/pair.h"

static comm_error error;

static comm_channel client, server;

static void open_pair(void)
{
    client = make_client();
    server = make_server(&client);
    memset(&error, 0, sizeof error);
}

static void close_pair(void)
{
    comm_channel_close(&server);
    comm_channel_close(&client);
}

static uint32_t send_step(uint64_t command_id)
{
    uint32_t seq;
    for (uint32_t i = 0; i < client.geometry.arena_count; i++)
        comm_channel_actions(&client)[i].command_id = command_id + i;
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, &seq, &error), COMM_OK);
    return seq;
}

static void step(uint64_t command_id)
{
    send_step(command_id);
    serve_step(&server);
    CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
}

/* The server accepts what the client has sent, which is as told, and answers. */
static void serve_request(uint32_t request, uint32_t first, uint32_t count)
{
    uint32_t seq;
    CHECK_EQ_INT(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_OK);
    CHECK_EQ_INT(server.request, request);
    CHECK_EQ_INT(server.request_first, first);
    CHECK_EQ_INT(server.request_count, count);
    comm_channel_answer(&server, seq, COMM_OK, NULL);
}

TEST(an_exchange_carries_actions_there_and_frames_back)
{
    open_pair();
    step(40);
    for (uint32_t i = 0; i < 3; i++) {
        CHECK_EQ_INT(read_frame(&client, client.seq, i).command_id, 40 + i);
        CHECK_EQ_INT(read_frame(&client, client.seq, i).arena, i);
    }
    close_pair();
}

TEST(exchanges_are_numbered_from_one)
{
    open_pair();
    CHECK_EQ_INT(send_step(1), 1);
    serve_step(&server);
    CHECK_EQ_INT(server.seq, 1);
    CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
    CHECK_EQ_INT(send_step(1), 2);
    close_pair();
}

TEST(the_client_knows_without_waiting_whether_it_is_answered)
{
    open_pair();
    CHECK_EQ_INT(comm_channel_ready(&client), 0);
    send_step(1);
    CHECK_EQ_INT(comm_channel_ready(&client), 0);
    serve_step(&server);
    CHECK_EQ_INT(comm_channel_ready(&client), 1);
    CHECK_EQ_INT(comm_channel_receive(&client, 0, &error), COMM_OK);
    CHECK_EQ_INT(comm_channel_ready(&client), 0);
    close_pair();
}

TEST(frames_stay_readable_until_the_next_exchange_but_one_begins)
{
    open_pair();
    step(10);
    uint32_t first = client.seq;
    step(20);
    CHECK_EQ_INT(read_frame(&client, first, 0).command_id, 10);
    CHECK_EQ_INT(read_frame(&client, client.seq, 0).command_id, 20);
    send_step(30);
    serve_step(&server);
    CHECK_EQ_INT(read_frame(&client, first, 0).command_id, 30);
    CHECK_EQ_INT(comm_channel_receive(&client, 0, &error), COMM_OK);
    close_pair();
}

TEST(numbers_wrap_at_two_to_the_thirty_two)
{
    client = make_client();
    client.seq = client.header->action_seq = client.header->state_seq = UINT32_MAX - 2;
    server = make_server(&client);
    for (uint64_t i = 0; i < 6; i++) {
        step(i * 10);
        CHECK_EQ_INT(client.seq, (uint32_t)(UINT32_MAX - 1 + i));
        CHECK_EQ_INT(read_frame(&client, client.seq, 2).command_id, i * 10 + 2);
    }
    close_pair();
}

TEST(a_client_may_send_before_its_server_has_attached)
{
    client = make_client();
    send_step(5);
    server = make_server(&client);
    serve_step(&server);
    CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
    CHECK_EQ_INT(read_frame(&client, 1, 0).command_id, 5);
    close_pair();
}

TEST(every_call_out_of_turn_is_refused)
{
    uint32_t seq;
    open_pair();
    CHECK_FAILS(comm_channel_receive(&client, 0, &error), COMM_INVALID, "no exchange is in flight; send one first");
    send_step(1);
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, &seq, &error), COMM_INVALID,
                "exchange 1 (STEP) is in flight; receive it first");
    CHECK_EQ_INT(comm_channel_accept(&server, 0, &seq, &error), COMM_OK);
    CHECK_FAILS(comm_channel_accept(&server, 0, &seq, &error), COMM_INVALID, "exchange 1 is in flight; answer it first");
    close_pair();
}

TEST(every_call_on_a_closed_channel_is_refused)
{
    uint32_t seq;
    open_pair();
    close_pair();
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, &seq, &error), COMM_CLOSED, "closed on this side");
    CHECK_FAILS(comm_channel_receive(&client, 0, &error), COMM_CLOSED, "closed on this side");
    CHECK_FAILS(comm_channel_accept(&server, 0, &seq, &error), COMM_CLOSED, "closed on this side");
    CHECK_EQ_INT(comm_channel_ready(&client), 0);
}

TEST(a_request_that_names_arenas_or_bytes_which_do_not_exist_is_refused)
{
    open_pair();
    CHECK_FAILS(comm_channel_send(&client, 8, 0, 0, NULL, &error), COMM_INVALID, "request is 8, allowed is 0 to 7");
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 3, NULL, &error), COMM_INVALID,
                "STEP names arenas (first 0, count 3); it is for all: both must be 0");
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_RESET, 1, 1, NULL, &error), COMM_INVALID,
                "RESET names arenas (first 1, count 1); it is for all: both must be 0");
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_HASH, 0, 0, NULL, &error), COMM_INVALID, "count must be 1");
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_HASH, 3, 1, NULL, &error), COMM_INVALID,
                "HASH of 1 arenas from 3 on: the channel has arenas 0 to 2");
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_SNAPSHOT, 2, UINT32_MAX, NULL, &error), COMM_INVALID,
                "SNAPSHOT of 4294967295 arenas from 2 on");
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_RESTORE, 0, 1, NULL, &error), COMM_INVALID,
                "RESTORE of 0 bytes, allowed is 1 to blob_bytes, which is 4096");
    client.request_bytes = 4097;
    CHECK_FAILS(comm_channel_send(&client, COMM_REQUEST_RESTORE, 0, 1, NULL, &error), COMM_INVALID,
                "RESTORE of 4097 bytes");
    CHECK_EQ_INT(client.in_flight, 0);
    close_pair();
}

TEST(requests_reach_the_server_with_their_arenas_and_bytes)
{
    open_pair();
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_HASH, 1, 2, NULL, &error), COMM_OK);
    serve_request(COMM_REQUEST_HASH, 1, 2);
    CHECK_EQ_INT(comm_channel_receive(&client, 0, &error), COMM_OK);
    client.request_bytes = 100;
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_RESTORE, 0, 3, NULL, &error), COMM_OK);
    serve_request(COMM_REQUEST_RESTORE, 0, 3);
    CHECK_EQ_INT(server.request_bytes, 100);
    close_pair();
}

TEST(a_reply_says_how_many_arenas_and_bytes_the_blob_carries)
{
    uint32_t seq;
    open_pair();
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_SNAPSHOT, 0, 3, NULL, &error), COMM_OK);
    CHECK_EQ_INT(comm_channel_accept(&server, 0, &seq, &error), COMM_OK);
    memset(comm_channel_blob(&server), 7, 20);
    server.reply_count = 2;
    server.reply_bytes = 20;
    server.ticks_total = 12;
    server.resets_total = 5;
    comm_channel_answer(&server, seq, COMM_OK, NULL);
    CHECK_EQ_INT(comm_channel_receive(&client, 0, &error), COMM_OK);
    CHECK_EQ_INT(client.reply_count, 2);
    CHECK_EQ_INT(client.reply_bytes, 20);
    CHECK_EQ_INT(comm_channel_blob(&client)[19], 7);
    CHECK_EQ_INT(client.header->ticks_total, 12);
    CHECK_EQ_INT(client.header->resets_total, 5);
    step(1);
    CHECK_EQ_INT(client.reply_count, 0);
    CHECK_EQ_INT(client.reply_bytes, 0);
    CHECK_EQ_INT(client.header->ticks_total, 12);
    close_pair();
}

static void refuse(uint32_t code, const char *message)
{
    uint32_t seq;
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_HASH, 0, 1, NULL, &error), COMM_OK);
    CHECK_EQ_INT(comm_channel_accept(&server, 0, &seq, &error), COMM_OK);
    comm_channel_answer(&server, seq, code, message);
}

TEST(a_servers_refusal_arrives_with_its_code_and_words)
{
    open_pair();
    refuse(COMM_CORRUPT, "snapshot is damaged");
    CHECK_FAILS(comm_channel_receive(&client, 0, &error), COMM_CORRUPT,
                "the server refused exchange 1 (HASH): snapshot is damaged");
    refuse(COMM_INVALID, NULL);
    CHECK_FAILS(comm_channel_receive(&client, 0, &error), COMM_INVALID, "(HASH): no reason given");
    refuse(COMM_INVALID, "0123456789012345678901234567890123456789012345678901234567890123456789");
    CHECK_FAILS(comm_channel_receive(&client, 0, &error), COMM_INVALID, "890123456789012");
    step(3); /* and life goes on */
    close_pair();
}

TEST(words_of_the_server_that_cannot_be_printed_are_masked)
{
    open_pair();
    refuse(COMM_INVALID, "x");
    memset(client.header->server_message, 0xff, sizeof client.header->server_message);
    CHECK_FAILS(comm_channel_receive(&client, 0, &error), COMM_INVALID, "(HASH): ????????");
    close_pair();
}

/* What a server that has lost its mind may write, after the exchange's answer. */
#define EXPECT_REPLY_CORRUPT(statement, part) \
    do { \
        open_pair(); \
        send_step(1); \
        serve_step(&server); \
        comm_header *header = client.header; \
        statement; \
        CHECK_FAILS(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_CORRUPT, (part)); \
        close_pair(); \
    } while (0)

TEST(a_reply_that_cannot_be_right_is_refused)
{
    EXPECT_REPLY_CORRUPT(header->state_seq = 7, "answered exchange 7, exchange 1 is in flight; restart the server");
    EXPECT_REPLY_CORRUPT(header->state_seq = UINT32_MAX, "answered exchange 4294967295");
    EXPECT_REPLY_CORRUPT(header->reply_code = 8, "with code 8, allowed is 0 to 7");
    EXPECT_REPLY_CORRUPT(header->reply_count = 4, "answered with 4 arenas in 0 bytes; the channel has 3 and 4096");
    EXPECT_REPLY_CORRUPT(header->reply_bytes = 4097, "answered with 0 arenas in 4097 bytes");
}

TEST(a_client_whose_numbers_jump_is_refused)
{
    uint32_t seq;
    open_pair();
    client.header->action_seq = 2;
    CHECK_FAILS(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_CORRUPT,
                "asked for exchange 2, the next one is 1");
    client.header->action_seq = UINT32_MAX;
    CHECK_FAILS(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_CORRUPT, "asked for exchange 4294967295");
    close_pair();
}

TEST(a_malformed_request_never_reaches_the_server_and_the_client_is_told)
{
    uint32_t seq;
    open_pair();
    send_step(1);
    client.header->request = COMM_REQUEST_HASH;
    client.header->request_first = 1;
    client.header->request_count = UINT32_MAX;
    CHECK_FAILS(comm_channel_accept(&server, 1000000, &seq, &error), COMM_TIMEOUT, "has asked for nothing");
    CHECK_FAILS(comm_channel_receive(&client, 0, &error), COMM_INVALID, "HASH of 4294967295 arenas from 1 on");
    step(2);
    close_pair();
}

TEST(a_header_that_is_spoilt_later_moves_nothing)
{
    open_pair();
    uint8_t *frames = comm_channel_frames(&server, 1), *blob = comm_channel_blob(&server);
    FactorioAction *actions = comm_channel_actions(&server);
    memset(client.header, 0xff, offsetof(comm_header, action_seq));
    CHECK(comm_channel_frames(&server, 1) == frames);
    CHECK(comm_channel_blob(&server) == blob);
    CHECK(comm_channel_actions(&server) == actions);
    step(8);
    CHECK_EQ_INT(read_frame(&client, 1, 2).command_id, 10);
    close_pair();
}

TEST(spoilt_sleeper_counts_do_no_harm)
{
    open_pair();
    client.header->action_sleepers = client.header->state_sleepers = UINT32_MAX;
    step(1);
    step(2);
    close_pair();
}

TEST(a_wait_for_a_server_that_has_not_attached_says_so)
{
    client = make_client();
    send_step(1);
    CHECK_FAILS(comm_channel_receive(&client, 1000000, &error), COMM_TIMEOUT,
                "no server has attached to the channel in 0.");
    CHECK_STR_CONTAINS(error.text, "look at its log for why it did not start");
    comm_channel_close(&client);
}

TEST(a_timeout_leaves_the_exchange_in_flight_and_adds_up)
{
    open_pair();
    send_step(6);
    CHECK_FAILS(comm_channel_receive(&client, 20000000, &error), COMM_TIMEOUT,
                "is alive but has not answered exchange 1 (STEP) in 0.");
    uint64_t once = client.waited_ns;
    CHECK(once >= 20000000);
    CHECK_FAILS(comm_channel_receive(&client, 20000000, &error), COMM_TIMEOUT, "see whether it is stopped or hangs");
    CHECK(client.waited_ns >= once + 20000000);
    serve_step(&server);
    CHECK_EQ_INT(comm_channel_receive(&client, 0, &error), COMM_OK);
    CHECK_EQ_INT(read_frame(&client, 1, 0).command_id, 6);
    send_step(7);
    CHECK_EQ_INT(client.waited_ns, 0);
    close_pair();
}

TEST(a_farewell_reaches_the_other_side_but_not_before_the_last_answer)
{
    uint32_t seq;
    open_pair();
    send_step(1);
    serve_step(&server);
    comm_channel_close(&server);
    CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
    send_step(2);
    CHECK_FAILS(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_CLOSED,
                "exchange 2 (STEP) was not answered: the server has closed the channel");
    comm_channel_close(&client);
    open_pair();
    send_step(1);
    comm_channel_close(&client);
    CHECK_EQ_INT(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_OK);
    comm_channel_answer(&server, seq, COMM_OK, NULL);
    CHECK_FAILS(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_CLOSED, "has closed the channel");
    comm_channel_close(&server);
}

TEST(one_exchange_in_sixteen_is_timed_while_they_are_short)
{
    open_pair();
    int timed = 0;
    for (int i = 0; i < 64; i++) {
        send_step(1);
        uint32_t seq;
        server.busy_ns = 0;
        CHECK_EQ_INT(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_OK);
        timed += server.accepted_ns != 0;
        comm_channel_answer(&server, seq, COMM_OK, NULL);
        CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
        CHECK_EQ_INT(client.header->server_busy_ns, server.busy_ns);
        if (i == 0)
            CHECK(server.busy_ns > 0);
    }
    CHECK_EQ_INT(timed, 64 / COMM_TIMED_EVERY);
    close_pair();
}

TEST(every_exchange_is_timed_while_they_are_long)
{
    uint32_t seq;
    open_pair();
    step(1);
    server.busy_ns = COMM_LONG_NS;
    send_step(2);
    CHECK_EQ_INT(comm_channel_accept(&server, 60 * SECOND_NS, &seq, &error), COMM_OK);
    CHECK(server.accepted_ns != 0);
    close_pair();
}

TEST(send_and_receive_in_one_call_fail_like_the_two)
{
    open_pair();
    CHECK_FAILS(comm_channel_exchange(&client, 9, 0, 0, 0, &error), COMM_INVALID, "request is 9");
    CHECK_FAILS(comm_channel_exchange(&client, COMM_REQUEST_STEP, 0, 0, 0, &error), COMM_TIMEOUT, "exchange 1 (STEP)");
    serve_step(&server);
    CHECK_EQ_INT(comm_channel_receive(&client, 0, &error), COMM_OK);
    close_pair();
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_exchange_carries_actions_there_and_frames_back);
    RUN(exchanges_are_numbered_from_one);
    RUN(the_client_knows_without_waiting_whether_it_is_answered);
    RUN(frames_stay_readable_until_the_next_exchange_but_one_begins);
    RUN(numbers_wrap_at_two_to_the_thirty_two);
    RUN(a_client_may_send_before_its_server_has_attached);
    RUN(every_call_out_of_turn_is_refused);
    RUN(every_call_on_a_closed_channel_is_refused);
    RUN(a_request_that_names_arenas_or_bytes_which_do_not_exist_is_refused);
    RUN(requests_reach_the_server_with_their_arenas_and_bytes);
    RUN(a_reply_says_how_many_arenas_and_bytes_the_blob_carries);
    RUN(a_servers_refusal_arrives_with_its_code_and_words);
    RUN(words_of_the_server_that_cannot_be_printed_are_masked);
    RUN(a_reply_that_cannot_be_right_is_refused);
    RUN(a_client_whose_numbers_jump_is_refused);
    RUN(a_malformed_request_never_reaches_the_server_and_the_client_is_told);
    RUN(a_header_that_is_spoilt_later_moves_nothing);
    RUN(spoilt_sleeper_counts_do_no_harm);
    RUN(a_wait_for_a_server_that_has_not_attached_says_so);
    RUN(a_timeout_leaves_the_exchange_in_flight_and_adds_up);
    RUN(a_farewell_reaches_the_other_side_but_not_before_the_last_answer);
    RUN(one_exchange_in_sixteen_is_timed_while_they_are_short);
    RUN(every_exchange_is_timed_while_they_are_long);
    RUN(send_and_receive_in_one_call_fail_like_the_two);
    return kit_end();
}
