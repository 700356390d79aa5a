/* A server that answers and dies just while the client looks after it. Its death is staged: this program has its own
 * peer.c, whose server answers at the very moment at which it is found dead.
 * sources: comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/header.c comm_c/segment.c comm_c/channel.c
 */
#include "comm_c/peer.h"
#include "tests/c/comm_c/pair.h"

static comm_error error;

static comm_channel *dying_server; /* NULL: dead without a last answer */

int comm_peer_open(int pid)
{
    (void)pid;
    errno = ENOSYS;
    return -1;
}

int comm_peer_has_exited(int pidfd, int pid)
{
    (void)pidfd, (void)pid;
    if (dying_server != NULL)
        serve_step(dying_server);
    dying_server = NULL;
    return 1;
}

TEST(an_answer_given_just_before_death_is_not_lost)
{
    comm_channel client = make_client(), server = make_server(&client);
    comm_channel_actions(&client)[1].command_id = 21;
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    dying_server = &server;
    CHECK_EQ_INT(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_OK);
    CHECK_EQ_INT(read_frame(&client, 1, 1).command_id, 21);
    comm_channel_close(&server);
    comm_channel_close(&client);
}

TEST(without_an_answer_the_death_is_reported)
{
    comm_channel client = make_client();
    CHECK_EQ_INT(comm_channel_send(&client, COMM_REQUEST_STEP, 0, 0, NULL, &error), COMM_OK);
    CHECK_FAILS(comm_channel_receive(&client, 60 * SECOND_NS, &error), COMM_PEER_GONE,
                "exchange 1 (STEP) was not answered: the server has exited");
    comm_channel_close(&client);
}

TEST(a_kernel_without_pidfds_is_no_failure)
{
    comm_channel client = make_client();
    CHECK_EQ_INT(comm_channel_watch(&client, getpid(), &error), COMM_OK);
    CHECK_EQ_INT(client.peer_pidfd, -1);
    CHECK_EQ_INT(client.peer_pid, getpid());
    comm_channel_close(&client);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(an_answer_given_just_before_death_is_not_lost);
    RUN(without_an_answer_the_death_is_reported);
    RUN(a_kernel_without_pidfds_is_no_failure);
    return kit_end();
}
