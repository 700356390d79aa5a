/* Segments: made, sealed, checked word by word, attached once, left without a trace.
 * sources: comm_c/error.c comm_c/wake.c comm_c/layout.c comm_c/peer.c
 * sources: comm_c/header.c comm_c/segment.c comm_c/channel.c
 */
#include "tests/c/comm_c/pair.h"

#include <dirent.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

static comm_error error;

TEST(a_new_segment_passes_the_checks_of_attach)
{
    comm_channel client = make_client();
    CHECK_EQ_INT(comm_header_check(client.header, client.mapped_bytes, &error), COMM_OK);
    comm_channel server = make_server(&client);
    CHECK_EQ_INT(server.geometry.arena_count, 3);
    CHECK_EQ_INT(server.geometry.blob_bytes, 4096);
    CHECK_EQ_INT(server.geometry.reset_rule.start_area[0], -256);
    CHECK_EQ_BYTES(&server.geometry, &client.geometry, sizeof client.geometry);
    CHECK_EQ_INT(client.header->server_pid, getpid());
    CHECK(client.header->server_heartbeat_ns != 0);
    comm_channel_close(&server);
    comm_channel_close(&client);
}

TEST(every_part_of_a_segment_lies_on_a_line_of_its_own)
{
    comm_channel client = make_client();
    const comm_geometry *g = &client.geometry;
    CHECK_EQ_INT(g->action_offset, sizeof(comm_header));
    CHECK_EQ_INT(g->frame_offset[0], g->action_offset + 192); /* 3 * 48 in whole lines */
    CHECK_EQ_INT(g->frame_offset[1], g->frame_offset[0] + 3 * 64);
    CHECK_EQ_INT(g->blob_offset, g->frame_offset[1] + 3 * 64);
    CHECK_EQ_INT(g->segment_bytes, g->blob_offset + 4096);
    CHECK_EQ_INT(g->frame_offset[0] % COMM_LINE, 0);
    comm_channel_close(&client);
}

TEST(a_segment_cannot_be_resized_or_unsealed)
{
    comm_channel client = make_client();
    CHECK(ftruncate(client.fd, 0) != 0);
    CHECK(ftruncate(client.fd, 1 << 24) != 0);
    CHECK(fcntl(client.fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE) != 0);
    CHECK((fcntl(client.fd, F_GETFD) & FD_CLOEXEC) != 0);
    comm_channel_close(&client);
}

TEST(the_default_blob_is_one_mebibyte_and_any_other_is_rounded_up_to_a_line)
{
    comm_channel client;
    comm_config config = plain_config();
    config.blob_bytes = 0;
    CHECK_EQ_INT(comm_channel_create(&client, &config, &error), COMM_OK);
    CHECK_EQ_INT(client.geometry.blob_bytes, COMM_DEFAULT_BLOB_BYTES);
    comm_channel_close(&client);
    config.blob_bytes = 65;
    CHECK_EQ_INT(comm_channel_create(&client, &config, &error), COMM_OK);
    CHECK_EQ_INT(client.geometry.blob_bytes, 128);
    comm_channel_close(&client);
}

TEST(a_large_blob_takes_no_memory_before_it_is_used)
{
    comm_channel client;
    comm_config config = plain_config();
    struct stat status;
    config.blob_bytes = 1 << 28;
    CHECK_EQ_INT(comm_channel_create(&client, &config, &error), COMM_OK);
    CHECK_EQ_INT(fstat(client.fd, &status), 0);
    CHECK_EQ_INT(status.st_size, (1 << 28) + client.geometry.blob_offset);
    CHECK(status.st_blocks * 512 >= (long long)client.geometry.blob_offset);
    CHECK(status.st_blocks * 512 <= 1 << 16);
    comm_channel_close(&client);
}

static void expect_config_refused(comm_config config, const char *part)
{
    comm_channel client;
    CHECK_FAILS(comm_channel_create(&client, &config, &error), COMM_INVALID, part);
    CHECK(client.header == NULL);
    comm_channel_close(&client);
}

TEST(a_config_out_of_range_is_refused_with_the_value_and_what_is_allowed)
{
    comm_config config = plain_config();
    config.arena_count = 0;
    expect_config_refused(config, "arena_count is 0, allowed is 1 to 65536");
    config.arena_count = 65537;
    expect_config_refused(config, "arena_count is 65537, allowed is 1 to 65536");
    config = plain_config();
    config.frame_kind = 4;
    expect_config_refused(config, "frame_kind is 4, allowed is 0 to 3");
    config = plain_config();
    config.ticks_per_step = 36001;
    expect_config_refused(config, "ticks_per_step is 36001, allowed is 1 to 36000");
    config = plain_config();
    config.blob_bytes = UINT64_MAX;
    expect_config_refused(config, "blob_bytes is 18446744073709551615, allowed is 64 to 1099511627776");
}

TEST(a_reset_rule_out_of_range_is_refused)
{
    comm_config config = plain_config();
    config.reset_rule.start_area[2] = -257;
    expect_config_refused(config, "reset_rule.start_area is -256, -256, -257, 256 (left, top, right, bottom");
    config = plain_config();
    config.reset_rule.goal_area[3] = COMM_MAX_AREA_SIDE;
    expect_config_refused(config, "no side longer than 2097151");
    config = plain_config();
    config.reset_rule.goal_area[0] = INT32_MIN;
    expect_config_refused(config, "reset_rule.goal_area is -2147483648, allowed is -256000000 to 256000000");
    config = plain_config();
    config.reset_rule.goal_min_distance = -1;
    expect_config_refused(config, "goal_min_distance is -1, allowed is 0 to");
    config = plain_config();
    config.reset_rule.goal_min_distance = 9;
    config.reset_rule.goal_max_distance = 8;
    expect_config_refused(config, "goal_max_distance is 8, allowed is 0 (no limit) or goal_min_distance, which is 9");
    config = plain_config();
    config.reset_rule.pool_scenes = 0;
    expect_config_refused(config, "pool_scenes is 0, allowed is 1 to 65536");
}

/* Creates a channel under a limit of the process. */
static int create_limited(int resource, rlim_t soft_limit)
{
    comm_channel client;
    comm_config config = plain_config();
    struct rlimit before, limited;
    CHECK_EQ_INT(getrlimit(resource, &before), 0);
    limited = before;
    limited.rlim_cur = soft_limit;
    CHECK_EQ_INT(setrlimit(resource, &limited), 0);
    int code = comm_channel_create(&client, &config, &error);
    CHECK_EQ_INT(setrlimit(resource, &before), 0);
    CHECK(client.header == NULL);
    return code;
}

TEST(a_machine_that_refuses_the_memory_is_reported_before_anything_starts)
{
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    CHECK_FAILS(create_limited(RLIMIT_FSIZE, 1024), COMM_SYSTEM, "cannot get 5184 bytes of memory for the channel");
    signal(SIGXFSZ, before);
    CHECK_STR_CONTAINS(error.text, "use fewer arenas or a smaller blob, or raise the limit: File too large");
    CHECK_EQ_INT(error.system_errno, EFBIG);
}

TEST(a_process_out_of_descriptors_is_told)
{
    CHECK_FAILS(create_limited(RLIMIT_NOFILE, 3), COMM_SYSTEM, "cannot create the channel's memory: Too many open");
}

/* Attaching to a client whose header has been spoilt. */
static void expect_refused(comm_channel *client, int code, const char *part)
{
    comm_channel server;
    int fd = dup(client->fd);
    CHECK_FAILS(comm_channel_attach(&server, fd, &error), code, part);
    CHECK(server.header == NULL);
    CHECK(fcntl(fd, F_GETFD) >= 0); /* still the caller's */
    CHECK_EQ_INT(close(fd), 0);
    CHECK_EQ_INT(client->header->server_pid, 0);
}

#define EXPECT_WORD_REFUSED(word, value, code, part) \
    do { \
        comm_channel client = make_client(); \
        client.header->word = (value); \
        expect_refused(&client, (code), (part)); \
        comm_channel_close(&client); \
    } while (0)

TEST(a_foreign_segment_is_refused_with_the_word_that_differs)
{
    EXPECT_WORD_REFUSED(magic, 0x1234, COMM_LAYOUT_MISMATCH, "magic is 0x1234, allowed is 0x314e484352544346");
    EXPECT_WORD_REFUSED(abi_version, 1, COMM_LAYOUT_MISMATCH, "abi_version is 0x1, allowed is 0x4");
    EXPECT_WORD_REFUSED(header_bytes, 256, COMM_LAYOUT_MISMATCH, "header_bytes is 0x100, allowed is 0x200");
    EXPECT_WORD_REFUSED(layout_hash, 1, COMM_LAYOUT_MISMATCH, "layout_hash is 0x1, allowed is 0x");
    EXPECT_WORD_REFUSED(layout_hash, 1, COMM_LAYOUT_MISMATCH, "must be built from the same comm_c");
    EXPECT_WORD_REFUSED(action_bytes, 40, COMM_LAYOUT_MISMATCH, "action_bytes is 0x28, allowed is 0x30");
    EXPECT_WORD_REFUSED(frame_bytes, 256, COMM_LAYOUT_MISMATCH, "frame_bytes is 0x100, allowed is 0x40");
    EXPECT_WORD_REFUSED(segment_bytes, 512, COMM_LAYOUT_MISMATCH, "segment_bytes is 0x200, allowed is 0x");
}

TEST(an_unfinished_segment_is_refused)
{
    EXPECT_WORD_REFUSED(abi_version, 0, COMM_LAYOUT_MISMATCH, "the client has not finished writing the header");
}

TEST(a_corrupt_word_is_refused)
{
    EXPECT_WORD_REFUSED(arena_count, 0, COMM_CORRUPT, "arena_count is 0");
    EXPECT_WORD_REFUSED(arena_count, 2, COMM_LAYOUT_MISMATCH, "segment_bytes is");
    EXPECT_WORD_REFUSED(frame_kind, 0xffffffff, COMM_CORRUPT, "frame_kind is 4294967295");
    EXPECT_WORD_REFUSED(ticks_per_step, 0, COMM_CORRUPT, "ticks_per_step is 0");
    EXPECT_WORD_REFUSED(action_offset, 0, COMM_CORRUPT, "action_offset is 0x0, allowed is 0x200");
    EXPECT_WORD_REFUSED(frame_offset[0], UINT64_MAX - 63, COMM_CORRUPT, "frame_offset[0] is 0xffffffffffffffc0");
    EXPECT_WORD_REFUSED(frame_offset[1], 64, COMM_CORRUPT, "frame_offset[1] is 0x40");
    EXPECT_WORD_REFUSED(blob_offset, 1, COMM_CORRUPT, "blob_offset is 0x1");
    EXPECT_WORD_REFUSED(blob_bytes, UINT64_MAX - 63, COMM_CORRUPT, "blob_bytes is");
    EXPECT_WORD_REFUSED(blob_bytes, 65, COMM_CORRUPT, "in steps of 64");
    EXPECT_WORD_REFUSED(client_pid, -1, COMM_CORRUPT, "client_pid is -1, allowed is 1 and more");
    EXPECT_WORD_REFUSED(reserved0[1], 1, COMM_CORRUPT, "a reserved word is not 0");
    EXPECT_WORD_REFUSED(reserved1[0], 1, COMM_CORRUPT, "a reserved word is not 0");
    EXPECT_WORD_REFUSED(reserved6[79], 1, COMM_CORRUPT, "a reserved word is not 0");
    EXPECT_WORD_REFUSED(reset_rule.main_ground, 2, COMM_CORRUPT, "main_ground is 2, allowed is 0 to 1");
    EXPECT_WORD_REFUSED(reset_rule.pool_scenes, 0, COMM_CORRUPT, "pool_scenes is 0");
    EXPECT_WORD_REFUSED(state_seq, 7, COMM_CORRUPT, "exchange 0 was asked for and 7 answered last");
    EXPECT_WORD_REFUSED(action_seq, 2, COMM_CORRUPT, "exchange 2 was asked for and 0 answered last");
}

/* A memfd with the bytes of a good header, sized and sealed as told. */
static int copied_segment(off_t bytes, int seals)
{
    comm_channel client = make_client();
    int fd = memfd_create("copy", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    CHECK(fd >= 0);
    CHECK_EQ_INT(pwrite(fd, client.header, sizeof(comm_header), 0), sizeof(comm_header));
    CHECK_EQ_INT(ftruncate(fd, bytes), 0);
    CHECK_EQ_INT(fcntl(fd, F_ADD_SEALS, seals), 0);
    comm_channel_close(&client);
    return fd;
}

TEST(a_truncated_segment_is_refused)
{
    comm_channel server;
    int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    int fd = copied_segment(4096, seals);
    CHECK_FAILS(comm_channel_attach(&server, fd, &error), COMM_LAYOUT_MISMATCH,
                "the segment's size is 0x1000, allowed is 0x");
    CHECK_STR_CONTAINS(error.text, "cut short");
    close(fd);
    fd = copied_segment(100, seals);
    CHECK_FAILS(comm_channel_attach(&server, fd, &error), COMM_LAYOUT_MISMATCH,
                "segment has 100 bytes, a header alone has 512");
    close(fd);
}

TEST(a_segment_that_could_still_shrink_is_refused)
{
    comm_channel server;
    int fd = copied_segment(8192, F_SEAL_GROW);
    CHECK_FAILS(comm_channel_attach(&server, fd, &error), COMM_CORRUPT, "not sealed against resizing");
    close(fd);
}

TEST(what_is_not_a_segment_at_all_is_refused)
{
    comm_channel server;
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    CHECK_FAILS(comm_channel_attach(&server, fd, &error), COMM_SYSTEM, "is not the memory of a channel");
    close(fd);
    CHECK_FAILS(comm_channel_attach(&server, -1, &error), COMM_SYSTEM, "descriptor -1 is not the memory");
    CHECK_EQ_INT(error.system_errno, EBADF);
}

TEST(a_segment_has_one_server_in_its_life)
{
    comm_channel client = make_client(), server = make_server(&client), second;
    int fd = dup(client.fd);
    CHECK_FAILS(comm_channel_attach(&second, fd, &error), COMM_INVALID, "channel has had a server already, process");
    comm_channel_close(&server);
    CHECK_FAILS(comm_channel_attach(&second, fd, &error), COMM_INVALID, "create a channel for each server");
    close(fd);
    comm_channel_close(&client);
}

TEST(a_server_that_comes_after_the_clients_farewell_is_told)
{
    comm_channel client = make_client(), server;
    int fd = dup(client.fd);
    comm_channel_close(&client);
    CHECK_FAILS(comm_channel_attach(&server, fd, &error), COMM_CLOSED, "has closed the channel already");
    close(fd);
}

TEST(a_server_that_comes_after_the_clients_death_is_told)
{
    comm_channel client = make_client(), server;
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    client.header->client_pid = child;
    int fd = dup(client.fd);
    CHECK_FAILS(comm_channel_attach(&server, fd, &error), COMM_PEER_GONE, "has exited already");
    close(fd);
    comm_channel_close(&client);
}

TEST(closing_is_safe_twice_and_on_a_zeroed_channel)
{
    comm_channel zeroed = {0}, client = make_client();
    comm_channel_close(&zeroed);
    comm_channel_leave(&zeroed);
    comm_channel_close(&client);
    comm_channel_close(&client);
    CHECK(client.header == NULL);
    CHECK_EQ_INT(fcntl(0, F_GETFD) >= 0, 1); /* a zeroed channel does not own descriptor 0 */
}

TEST(a_channel_that_has_been_left_can_still_be_read)
{
    comm_channel client = make_client();
    comm_channel_actions(&client)[2].command_id = 99;
    comm_channel_leave(&client);
    CHECK_EQ_INT(client.fd, -1);
    CHECK_EQ_INT(comm_channel_actions(&client)[2].command_id, 99);
    comm_channel_close(&client);
}

TEST(a_forked_child_that_closes_says_no_farewell_for_its_parent)
{
    comm_channel client = make_client();
    pid_t child = fork();
    if (child == 0) {
        comm_channel_close(&client);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    CHECK_EQ_INT(client.header->client_heartbeat_ns, 0);
    comm_channel_close(&client);
}

static int count_entries(const char *folder)
{
    int count = 0;
    DIR *entries = opendir(folder);
    CHECK(entries != NULL);
    while (readdir(entries) != NULL)
        count++;
    closedir(entries);
    return count;
}

static int count_mappings(void)
{
    char line[512];
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps != NULL);
    while (fgets(line, sizeof line, maps) != NULL)
        count += strstr(line, "factorio-channel") != NULL;
    fclose(maps);
    return count;
}

static void refuse_once(void)
{
    comm_channel client = make_client(), server;
    client.header->reserved6[0] = 1;
    int fd = dup(client.fd);
    CHECK_EQ_INT(comm_channel_attach(&server, fd, &error), COMM_CORRUPT);
    close(fd);
    comm_channel_close(&client);
}

TEST(ten_thousand_cycles_leave_no_descriptor_and_no_mapping)
{
    int descriptors = count_entries("/proc/self/fd");
    for (int i = 0; i < 10000; i++) {
        comm_channel client = make_client(), server = make_server(&client);
        CHECK_EQ_INT(comm_channel_watch(&client, getpid(), &error), COMM_OK);
        CHECK_EQ_INT(comm_channel_watch(&client, getpid(), &error), COMM_OK);
        comm_channel_close(i % 2 ? &client : &server);
        comm_channel_close(i % 2 ? &server : &client);
        if (i % 10 == 0)
            refuse_once();
    }
    CHECK_EQ_INT(count_entries("/proc/self/fd"), descriptors);
    CHECK_EQ_INT(count_mappings(), 0);
}

int main(int argc, char **argv)
{
    kit_begin(argc, argv);
    RUN(a_new_segment_passes_the_checks_of_attach);
    RUN(every_part_of_a_segment_lies_on_a_line_of_its_own);
    RUN(a_segment_cannot_be_resized_or_unsealed);
    RUN(the_default_blob_is_one_mebibyte_and_any_other_is_rounded_up_to_a_line);
    RUN(a_large_blob_takes_no_memory_before_it_is_used);
    RUN(a_config_out_of_range_is_refused_with_the_value_and_what_is_allowed);
    RUN(a_reset_rule_out_of_range_is_refused);
    RUN(a_machine_that_refuses_the_memory_is_reported_before_anything_starts);
    RUN(a_process_out_of_descriptors_is_told);
    RUN(a_foreign_segment_is_refused_with_the_word_that_differs);
    RUN(an_unfinished_segment_is_refused);
    RUN(a_corrupt_word_is_refused);
    RUN(a_truncated_segment_is_refused);
    RUN(a_segment_that_could_still_shrink_is_refused);
    RUN(what_is_not_a_segment_at_all_is_refused);
    RUN(a_segment_has_one_server_in_its_life);
    RUN(a_server_that_comes_after_the_clients_farewell_is_told);
    RUN(a_server_that_comes_after_the_clients_death_is_told);
    RUN(closing_is_safe_twice_and_on_a_zeroed_channel);
    RUN(a_channel_that_has_been_left_can_still_be_read);
    RUN(a_forked_child_that_closes_says_no_farewell_for_its_parent);
    RUN(ten_thousand_cycles_leave_no_descriptor_and_no_mapping);
    return kit_end();
}
