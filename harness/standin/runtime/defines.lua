-- defines: the names of the game's constants, in the order in which its API describes them. Numbers are counted from 0
-- where none is published; direction, the events 0 (on_tick) and 6 (on_built_entity), and most inventories are the game's.

---Names that all have the value 0.
local function zeros(names)
    local result = {}
    for name in names:gmatch("%S+") do
        result[name] = 0
    end
    return result
end

local function enum(names)
    local result, number = {}, 0
    for name in names:gmatch("%S+") do
        result[name] = number
        number = number + 1
    end
    return result
end

return {
    alert_type = enum([[
        collector_path_blocked custom entity_destroyed entity_under_attack no_material_for_construction
        no_platform_storage no_roboport_storage no_storage not_enough_construction_robots
        not_enough_repair_packs pipeline_overextended platform_tile_building_blocked train_no_path
        train_out_of_fuel turret_fire turret_out_of_ammo unclaimed_cargo
    ]]),
    behavior_result = enum([[in_progress fail success deleted]]),
    build_check_type = enum([[script manual manual_ghost script_ghost blueprint_ghost ghost_revive]]),
    build_mode = enum([[normal forced superforced]]),
    cargo_destination = enum([[invalid orbit station surface space_platform]]),
    chain_signal_state = enum([[none all_open partially_open none_open]]),
    chunk_generated_status = enum([[nothing custom_tiles basic_tiles corrected_tiles tiles entities]]),
    command = enum([[attack go_to_location compound group attack_area wander flee stop build_base]]),
    compound_command = enum([[logical_and logical_or return_last]]),
    control_behavior = {
        inserter = {
            hand_read_mode = enum([[hold pulse]]),
        },
        logistic_container = {
            exclusive_mode = enum([[send_contents set_requests none]]),
        },
        lamp = {
            color_mode = enum([[color_mapping components packed_rgb]]),
        },
        mining_drill = {
            resource_read_mode = enum([[this_miner entire_patch]]),
        },
        transport_belt = {
            content_read_mode = enum([[pulse hold entire_belt_hold]]),
        },
        rocket_silo = {
            read_mode = enum([[none logistic_inventory orbital_requests]]),
        },
        roboport = {
            read_items_mode = enum([[none logistics missing_requests]]),
        },
        cargo_landing_pad = {
            exclusive_mode = enum([[none send_contents set_requests]]),
        },
        type = enum([[
            container generic_on_off inserter lamp logistic_container roboport storage_tank train_stop
            decider_combinator arithmetic_combinator constant_combinator transport_belt accumulator rail_signal
            rail_chain_signal wall mining_drill programmable_speaker assembling_machine pump selector_combinator
            rocket_silo turret reactor space_platform_hub artillery_turret asteroid_collector radar
            display_panel loader cargo_landing_pad agricultural_tower furnace proxy_container splitter
        ]]),
    },
    controllers = enum([[ghost character god editor cutscene spectator remote]]),
    deconstruction_item = {
        entity_filter_mode = enum([[whitelist blacklist]]),
        tile_filter_mode = enum([[whitelist blacklist]]),
        tile_selection_mode = enum([[normal always never only]]),
    },
    default_icon_size = {},
    difficulty = enum([[easy normal hard]]),
    direction = enum([[
        north northnortheast northeast eastnortheast east eastsoutheast southeast southsoutheast south
        southsouthwest southwest westsouthwest west westnorthwest northwest northnorthwest
    ]]),
    disconnect_reason = enum([[
        quit dropped reconnect wrong_input desync_limit_reached cannot_keep_up afk kicked kicked_and_deleted
        banned switching_servers
    ]]),
    distraction = enum([[none by_enemy by_anything by_damage]]),
    entity_status = enum([[
        working normal ghost broken no_power low_power no_fuel frozen disabled_by_control_behavior
        opened_by_circuit_network closed_by_circuit_network disabled_by_script marked_for_deconstruction paused
        not_plugged_in_electric_network networks_connected networks_disconnected charging discharging
        fully_charged out_of_logistic_network no_recipe no_ingredients no_input_fluid no_research_in_progress
        no_minable_resources not_connected_to_hub_or_pad low_input_fluid fluid_ingredient_shortage full_output
        not_enough_space_in_output full_burnt_result_output item_ingredient_shortage missing_required_fluid
        missing_science_packs waiting_for_source_items waiting_for_more_items waiting_for_space_in_destination
        preparing_rocket_for_launch waiting_to_launch_rocket waiting_for_space_in_platform_hub launching_rocket
        thrust_not_required on_the_way waiting_in_orbit waiting_at_stop waiting_for_rockets_to_arrive
        not_enough_thrust destination_stop_full no_path no_modules_to_transmit recharging_after_power_outage
        waiting_for_target_to_be_built waiting_for_train no_ammo low_temperature disabled
        turned_off_during_daytime not_connected_to_rail cant_divide_segments no_filter
        no_spot_seedable_by_inputs waiting_for_plants_to_grow computing_navigation pipeline_overextended
        recipe_not_researched recipe_is_parameter
    ]]),
    entity_status_diode = enum([[green red yellow]]),
    events = enum([[
        on_tick on_achievement_gained on_ai_command_completed on_area_cloned on_biter_base_built on_brush_cloned
        on_built_entity on_build_base_arrived on_cancelled_deconstruction on_cancelled_upgrade
        on_cargo_pod_delivered_cargo on_cargo_pod_finished_ascending on_cargo_pod_finished_descending
        on_cargo_pod_started_ascending on_character_corpse_expired on_chart_tag_added on_chart_tag_modified
        on_chart_tag_removed on_chunk_charted on_chunk_deleted on_chunk_generated on_combat_robot_expired
        on_console_chat on_console_command on_cutscene_cancelled on_cutscene_finished on_cutscene_started
        on_cutscene_waypoint_reached on_entity_cloned on_entity_color_changed on_entity_damaged on_entity_died
        on_entity_logistic_slot_changed on_entity_renamed on_entity_settings_pasted on_entity_spawned
        on_equipment_inserted on_equipment_removed on_force_cease_fire_changed on_force_created
        on_force_friends_changed on_force_reset on_forces_merged on_forces_merging on_game_created_from_scenario
        on_gui_checked_state_changed on_gui_click on_gui_closed on_gui_confirmed on_gui_elem_changed
        on_gui_hover on_gui_leave on_gui_location_changed on_gui_opened on_gui_selected_tab_changed
        on_gui_selection_state_changed on_gui_switch_state_changed on_gui_text_changed on_gui_value_changed
        on_land_mine_armed on_lua_shortcut on_marked_for_deconstruction on_marked_for_upgrade
        on_market_item_purchased on_mod_item_opened on_multiplayer_init on_object_destroyed
        on_permission_group_added on_permission_group_deleted on_permission_group_edited
        on_permission_string_imported on_picked_up_item on_player_alt_reverse_selected_area
        on_player_alt_selected_area on_player_ammo_inventory_changed on_player_armor_inventory_changed
        on_player_banned on_player_built_tile on_player_cancelled_crafting on_player_changed_force
        on_player_changed_position on_player_changed_surface on_player_cheat_mode_disabled
        on_player_cheat_mode_enabled on_player_clicked_gps_tag on_player_configured_blueprint
        on_player_controller_changed on_player_crafted_item on_player_created on_player_cursor_stack_changed
        on_player_deconstructed_area on_player_demoted on_player_died on_player_display_density_scale_changed
        on_player_display_resolution_changed on_player_display_scale_changed on_player_driving_changed_state
        on_player_dropped_item on_player_dropped_item_into_entity on_player_fast_transferred
        on_player_flipped_entity on_player_flushed_fluid on_player_gun_inventory_changed
        on_player_input_method_changed on_player_joined_game on_player_kicked on_player_left_game
        on_player_locale_changed on_player_main_inventory_changed on_player_mined_entity on_player_mined_item
        on_player_mined_tile on_player_muted on_player_pipette on_player_placed_equipment on_player_promoted
        on_player_removed on_player_removed_equipment on_player_repaired_entity on_player_respawned
        on_player_reverse_selected_area on_player_rotated_entity on_player_selected_area
        on_player_set_quick_bar_slot on_player_setup_blueprint on_player_toggled_alt_mode
        on_player_toggled_map_editor on_player_trash_inventory_changed on_player_unbanned on_player_unmuted
        on_player_used_capsule on_player_used_spidertron_remote on_post_entity_died on_post_segmented_unit_died
        on_pre_build on_pre_chunk_deleted on_pre_entity_settings_pasted on_pre_ghost_deconstructed
        on_pre_ghost_upgraded on_pre_permission_group_deleted on_pre_permission_string_imported
        on_pre_player_crafted_item on_pre_player_died on_pre_player_left_game on_pre_player_mined_item
        on_pre_player_removed on_pre_player_toggled_map_editor on_pre_robot_exploded_cliff
        on_pre_scenario_finished on_pre_script_inventory_resized on_pre_surface_cleared on_pre_surface_deleted
        on_redo_applied on_research_cancelled on_research_finished on_research_moved on_research_queued
        on_research_reversed on_research_started on_resource_depleted on_robot_built_entity on_robot_built_tile
        on_robot_exploded_cliff on_robot_mined on_robot_mined_entity on_robot_mined_tile on_robot_pre_mined
        on_rocket_launch_ordered on_rocket_launched on_runtime_mod_setting_changed on_script_inventory_resized
        on_script_path_request_finished on_script_trigger_effect on_sector_scanned on_segment_entity_created
        on_segmented_unit_created on_segmented_unit_damaged on_segmented_unit_died on_selected_entity_changed
        on_singleplayer_init on_space_platform_built_entity on_space_platform_built_tile
        on_space_platform_changed_state on_space_platform_mined_entity on_space_platform_mined_item
        on_space_platform_mined_tile on_space_platform_pre_mined on_spider_command_completed
        on_string_translated on_surface_cleared on_surface_created on_surface_deleted on_surface_imported
        on_surface_renamed on_technology_effects_reset on_territory_created on_territory_destroyed
        on_tower_mined_plant on_tower_planted_seed on_tower_pre_mined_plant on_train_changed_state
        on_train_created on_train_schedule_changed on_trigger_created_entity on_trigger_fired_artillery
        on_udp_packet_received on_undo_applied on_unit_added_to_group on_unit_group_created
        on_unit_group_finished_gathering on_unit_removed_from_group on_worker_robot_expired script_raised_built
        script_raised_destroy script_raised_destroy_segmented_unit script_raised_revive script_raised_set_tiles
        script_raised_teleported
    ]]),
    flow_precision_index = enum([[
        five_seconds one_minute ten_minutes one_hour ten_hours fifty_hours two_hundred_fifty_hours
        one_thousand_hours
    ]]),
    game_controller_interaction = enum([[always never normal]]),
    group_state = enum([[
        gathering moving attacking_distraction attacking_target finished pathfinding wander_in_group
    ]]),
    gui_type = enum([[
        achievement blueprint_library bonus controller custom entity equipment global_electric_network item
        logistic none opened_entity_grid other_player permissions player_management production script_inventory
        server_management tile trains
    ]]),
    input_action = enum([[
        activate_interrupt activate_paste add_decider_combinator_condition add_decider_combinator_output
        add_logistic_section add_permission_group add_pin add_train_interrupt add_train_station
        adjust_blueprint_snapping admin_action alt_reverse_select_area alt_select_area
        alt_select_blueprint_entities alternative_copy begin_mining begin_mining_terrain build build_rail
        build_terrain cancel_craft cancel_deconstruct cancel_delete_space_platform cancel_new_blueprint
        cancel_research cancel_upgrade change_active_character_tab change_active_item_group_for_crafting
        change_active_item_group_for_filters change_active_quick_bar change_arithmetic_combinator_parameters
        change_entity_label change_heading_riding_state change_item_label change_logistic_point_group
        change_multiplayer_config change_picking_state change_programmable_speaker_alert_parameters
        change_programmable_speaker_circuit_parameters change_programmable_speaker_parameters
        change_riding_state change_selector_combinator_parameters change_shooting_state change_train_name
        change_train_stop_station change_train_wait_condition change_train_wait_condition_data cheat
        clear_cursor connect_rolling_stock copy copy_entity_settings copy_large_opened_blueprint
        copy_large_opened_item copy_opened_blueprint copy_opened_item craft create_space_platform cursor_split
        cursor_transfer custom_input cycle_blueprint_book_backwards cycle_blueprint_book_forwards
        cycle_quality_down cycle_quality_up deconstruct delete_blueprint_library delete_blueprint_record
        delete_custom_tag delete_logistic_group delete_permission_group delete_space_platform destroy_item
        destroy_opened_item disconnect_rolling_stock drag_decider_combinator_condition
        drag_decider_combinator_output drag_train_schedule drag_train_schedule_interrupt
        drag_train_wait_condition drop_blueprint_record drop_item edit_blueprint_tool_preview edit_custom_tag
        edit_display_panel edit_display_panel_always_show edit_display_panel_icon edit_display_panel_parameters
        edit_display_panel_show_in_chart edit_display_panel_single_entry edit_interrupt edit_permission_group
        edit_pin export_blueprint fast_entity_split fast_entity_transfer flip_entity flush_opened_entity_fluid
        flush_opened_entity_specific_fluid go_to_train_station grab_blueprint_record gui_checked_state_changed
        gui_click gui_confirmed gui_elem_changed gui_hover gui_leave gui_location_changed
        gui_selected_tab_changed gui_selection_state_changed gui_switch_state_changed gui_text_changed
        gui_value_changed import_blueprint import_blueprint_string import_blueprints_filtered
        import_permissions_string instantly_create_space_platform inventory_split inventory_transfer
        land_at_planet launch_rocket lua_shortcut map_editor_action market_offer mod_settings_changed
        modify_decider_combinator_condition modify_decider_combinator_output move_pin move_research
        open_achievements_gui open_blueprint_library_gui open_blueprint_record open_bonus_gui open_character_gui
        open_current_vehicle_gui open_equipment open_global_electric_network_gui open_gui open_item
        open_logistics_gui open_mod_item open_new_platform_button_from_rocket_silo open_opened_entity_grid
        open_parent_of_opened_item open_production_gui open_train_gui open_train_station_gui open_trains_gui
        parametrise_blueprint paste_entity_settings pin_alert_group pin_custom_alert pin_search_result pipette
        place_equipment quick_bar_pick_slot quick_bar_set_selected_page quick_bar_set_slot reassign_blueprint
        redo remote_view_entity remote_view_surface remove_cables remove_decider_combinator_condition
        remove_decider_combinator_output remove_logistic_section remove_pin remove_train_interrupt
        remove_train_station rename_interrupt rename_space_platform reorder_logistic_section
        request_missing_construction_materials reset_assembling_machine reverse_select_area rotate_entity
        select_area select_asteroid_chunk_slot select_blueprint_entities select_entity_filter_slot
        select_entity_slot select_item_filter select_mapper_slot_from select_mapper_slot_to
        select_next_valid_gun select_tile_slot send_spidertron send_stack_to_trash send_stacks_to_trash
        send_train_to_pin_target set_behavior_mode set_car_weapons_control set_cheat_mode_quality
        set_circuit_condition set_circuit_mode_of_operation set_combinator_description
        set_copy_color_from_train_stop set_deconstruction_item_tile_selection_mode
        set_deconstruction_item_trees_and_rocks_only set_entity_color set_entity_energy_property set_filter
        set_ghost_cursor set_heat_interface_mode set_heat_interface_temperature
        set_infinity_container_filter_item set_infinity_container_remove_unfiltered_items
        set_infinity_pipe_filter set_inserter_max_stack_size set_inventory_bar set_lamp_always_on
        set_linked_container_link_i_d set_loader_belt_stack_size_override set_logistic_filter_item
        set_logistic_network_name set_logistic_section_active set_player_color set_pump_fluid_filter
        set_request_from_buffers set_research_finished_stops_game set_rocket_silo_send_to_orbit_automated_mode
        set_schedule_record_allow_unloading set_signal set_splitter_priority set_spoil_priority
        set_train_stop_priority set_train_stopped set_trains_limit set_turret_ignore_unlisted
        set_use_inserter_filters set_vehicle_automatic_targeting_parameters setup_assembling_machine
        setup_blueprint setup_single_blueprint_record spawn_item spectator_change_surface stack_split
        stack_transfer start_repair start_research start_walking stop_drag_build swap_asteroid_chunk_slots
        swap_entity_filter_slots swap_entity_slots swap_infinity_container_filter_items swap_item_filters
        swap_logistic_filter_items swap_mappers swap_tile_slots switch_connect_to_logistic_network
        switch_constant_combinator_state switch_inserter_filter_mode_state switch_loader_filter_mode
        switch_mining_drill_filter_mode_state switch_power_switch_state take_equipment
        toggle_artillery_auto_targeting toggle_deconstruction_item_entity_filter_mode
        toggle_deconstruction_item_tile_filter_mode toggle_driving toggle_enable_vehicle_logistics_while_moving
        toggle_entity_logistic_requests toggle_equipment_movement_bonus toggle_map_editor
        toggle_personal_logistic_requests toggle_personal_roboport toggle_selected_entity
        toggle_show_entity_info translate_string trash_not_requested_items undo upgrade
        upgrade_opened_blueprint_by_item upgrade_opened_blueprint_by_record use_item wire_dragging
        write_to_console
    ]]),
    input_method = enum([[keyboard_and_mouse game_controller]]),
    inventory = {
        fuel = 1,
        burnt_result = 6,
        chest = 1,
        logistic_container_trash = 2,
        furnace_source = 2,
        furnace_result = 3,
        furnace_modules = 4,
        furnace_trash = 8,
        character_main = 1,
        character_guns = 3,
        character_ammo = 4,
        character_armor = 5,
        character_vehicle = 7,
        character_trash = 8,
        god_main = 2,
        editor_main = 2,
        editor_guns = 3,
        editor_ammo = 4,
        editor_armor = 5,
        roboport_robot = 1,
        roboport_material = 2,
        robot_cargo = 1,
        robot_repair = 2,
        assembling_machine_input = 2,
        assembling_machine_output = 3,
        assembling_machine_modules = 4,
        assembling_machine_dump = 7,
        assembling_machine_trash = 8,
        lab_input = 2,
        lab_modules = 3,
        lab_trash = 4,
        mining_drill_modules = 2,
        item_main = 1,
        rocket_silo_rocket = 9,
        rocket_silo_trash = 10,
        rocket_silo_input = 20,
        rocket_silo_output = 21,
        rocket_silo_modules = 22,
        cargo_unit = 23,
        car_trunk = 2,
        car_ammo = 3,
        car_trash = 24,
        cargo_wagon = 1,
        turret_ammo = 1,
        beacon_modules = 1,
        character_corpse = 1,
        artillery_turret_ammo = 1,
        artillery_wagon_ammo = 1,
        spider_trunk = 2,
        spider_ammo = 3,
        spider_trash = 4,
        hub_main = 25,
        hub_trash = 26,
        cargo_landing_pad_main = 27,
        cargo_landing_pad_trash = 28,
        proxy_main = 29,
        agricultural_tower_input = 30,
        agricultural_tower_output = 31,
        linked_container_main = 32,
        crafter_input = 2,
        crafter_output = 3,
        crafter_modules = 4,
        crafter_trash = 8,
        asteroid_collector_output = 33,
        asteroid_collector_arm = 34,
    },
    logistic_group_type = enum([[with_trash roboport]]),
    logistic_member_index = enum([[
        logistic_container logistic_container_trash_provider vehicle_storage character_requester
        character_storage character_provider generic_on_off_behavior spidertron_requester spidertron_provider
        car_requester car_provider roboport_provider roboport_requester rocket_silo_provider
        rocket_silo_requester rocket_silo_trash_provider space_platform_hub_requester
        space_platform_hub_provider cargo_landing_pad_requester cargo_landing_pad_provider
        cargo_landing_pad_trash_provider
    ]]),
    logistic_mode = enum([[none active_provider storage requester passive_provider buffer]]),
    logistic_section_type = enum([[
        manual circuit_controlled transitional_request_controlled request_missing_materials_controlled
    ]]),
    mouse_button_type = enum([[none left right middle]]),
    moving_state = enum([[stale moving adaptive stuck]]),
    print_skip = enum([[never if_redundant if_visible]]),
    print_sound = enum([[always never use_player_settings]]),
    prototypes = {
        achievement = zeros([[
            achievement build-entity-achievement change-surface-achievement combat-robot-count-achievement
            complete-objective-achievement construct-with-robots-achievement create-platform-achievement
            deconstruct-with-robots-achievement deliver-by-robots-achievement deplete-resource-achievement
            destroy-cliff-achievement dont-build-entity-achievement dont-craft-manually-achievement
            dont-kill-manually-achievement dont-research-before-researching-achievement
            dont-use-entity-in-energy-production-achievement equip-armor-achievement
            group-attack-achievement kill-achievement module-transfer-achievement
            place-equipment-achievement player-damaged-achievement produce-achievement
            produce-per-hour-achievement research-achievement research-with-science-pack-achievement
            shoot-achievement space-connection-distance-traveled-achievement train-path-achievement
            use-entity-in-energy-production-achievement use-item-achievement
        ]]),
        ["active-trigger"] = zeros([[chain-active-trigger delayed-active-trigger]]),
        ["airborne-pollutant"] = zeros([[airborne-pollutant]]),
        ["ambient-sound"] = zeros([[ambient-sound]]),
        ["ammo-category"] = zeros([[ammo-category]]),
        animation = zeros([[animation]]),
        ["asteroid-chunk"] = zeros([[asteroid-chunk]]),
        ["autoplace-control"] = zeros([[autoplace-control]]),
        ["burner-usage"] = zeros([[burner-usage]]),
        ["collision-layer"] = zeros([[collision-layer]]),
        ["custom-event"] = zeros([[custom-event]]),
        ["custom-input"] = zeros([[custom-input]]),
        ["damage-type"] = zeros([[damage-type]]),
        decorative = zeros([[optimized-decorative]]),
        ["deliver-category"] = zeros([[deliver-category]]),
        ["deliver-impact-combination"] = zeros([[deliver-impact-combination]]),
        ["editor-controller"] = zeros([[editor-controller]]),
        entity = zeros([[
            accumulator agricultural-tower ammo-turret arithmetic-combinator arrow artillery-flare
            artillery-projectile artillery-turret artillery-wagon assembling-machine asteroid
            asteroid-collector beacon beam boiler burner-generator capture-robot car cargo-bay
            cargo-landing-pad cargo-pod cargo-wagon character character-corpse cliff combat-robot
            constant-combinator construction-robot container corpse curved-rail-a curved-rail-b
            decider-combinator deconstructible-tile-proxy display-panel electric-energy-interface
            electric-pole electric-turret elevated-curved-rail-a elevated-curved-rail-b
            elevated-half-diagonal-rail elevated-straight-rail entity-ghost explosion fire fish fluid-turret
            fluid-wagon furnace fusion-generator fusion-reactor gate generator half-diagonal-rail
            heat-interface heat-pipe highlight-box infinity-cargo-wagon infinity-container infinity-pipe
            inserter item-entity item-request-proxy lab lamp land-mine lane-splitter legacy-curved-rail
            legacy-straight-rail lightning lightning-attractor linked-belt linked-container loader
            loader-1x1 locomotive logistic-container logistic-robot market mining-drill offshore-pump
            particle-source pipe pipe-to-ground plant player-port power-switch programmable-speaker
            projectile proxy-container pump radar rail-chain-signal rail-ramp rail-remnants rail-signal
            rail-support reactor resource roboport rocket-silo rocket-silo-rocket rocket-silo-rocket-shadow
            segment segmented-unit selector-combinator simple-entity simple-entity-with-force
            simple-entity-with-owner smoke-with-trigger solar-panel space-platform-hub speech-bubble
            spider-leg spider-unit spider-vehicle splitter sticker storage-tank straight-rail stream
            temporary-container thruster tile-ghost train-stop transport-belt tree turret underground-belt
            unit unit-spawner valve wall
        ]]),
        equipment = zeros([[
            active-defense-equipment battery-equipment belt-immunity-equipment energy-shield-equipment
            equipment-ghost generator-equipment inventory-bonus-equipment movement-bonus-equipment
            night-vision-equipment roboport-equipment solar-panel-equipment
        ]]),
        ["equipment-category"] = zeros([[equipment-category]]),
        ["equipment-grid"] = zeros([[equipment-grid]]),
        fluid = zeros([[fluid]]),
        font = zeros([[font]]),
        ["fuel-category"] = zeros([[fuel-category]]),
        ["god-controller"] = zeros([[god-controller]]),
        ["gui-style"] = zeros([[gui-style]]),
        ["impact-category"] = zeros([[impact-category]]),
        item = zeros([[
            ammo armor blueprint blueprint-book capsule copy-paste-tool deconstruction-item gun item
            item-with-entity-data item-with-inventory item-with-label item-with-tags module rail-planner
            repair-tool selection-tool space-platform-starter-pack spidertron-remote tool upgrade-item
        ]]),
        ["item-group"] = zeros([[item-group]]),
        ["item-subgroup"] = zeros([[item-subgroup]]),
        ["map-gen-presets"] = zeros([[map-gen-presets]]),
        ["map-settings"] = zeros([[map-settings]]),
        ["mod-data"] = zeros([[mod-data]]),
        ["module-category"] = zeros([[module-category]]),
        ["mouse-cursor"] = zeros([[mouse-cursor]]),
        ["noise-expression"] = zeros([[noise-expression]]),
        ["noise-function"] = zeros([[noise-function]]),
        particle = zeros([[optimized-particle]]),
        procession = zeros([[procession]]),
        ["procession-layer-inheritance-group"] = zeros([[procession-layer-inheritance-group]]),
        quality = zeros([[quality]]),
        recipe = zeros([[recipe]]),
        ["recipe-category"] = zeros([[recipe-category]]),
        ["remote-controller"] = zeros([[remote-controller]]),
        ["resource-category"] = zeros([[resource-category]]),
        shortcut = zeros([[shortcut]]),
        sound = zeros([[sound]]),
        ["space-connection"] = zeros([[space-connection]]),
        ["space-location"] = zeros([[planet space-location]]),
        ["spectator-controller"] = zeros([[spectator-controller]]),
        sprite = zeros([[sprite]]),
        surface = zeros([[surface]]),
        ["surface-property"] = zeros([[surface-property]]),
        technology = zeros([[technology]]),
        tile = zeros([[tile]]),
        ["tile-effect"] = zeros([[tile-effect]]),
        ["tips-and-tricks-item"] = zeros([[tips-and-tricks-item]]),
        ["tips-and-tricks-item-category"] = zeros([[tips-and-tricks-item-category]]),
        ["trigger-target-type"] = zeros([[trigger-target-type]]),
        ["trivial-smoke"] = zeros([[trivial-smoke]]),
        tutorial = zeros([[tutorial]]),
        ["utility-constants"] = zeros([[utility-constants]]),
        ["utility-sounds"] = zeros([[utility-sounds]]),
        ["utility-sprites"] = zeros([[utility-sprites]]),
        ["virtual-signal"] = zeros([[virtual-signal]]),
    },
    rail_connection_direction = enum([[left straight right none]]),
    rail_direction = enum([[front back]]),
    rail_layer = enum([[ground elevated]]),
    relative_gui_position = enum([[top bottom left right]]),
    relative_gui_type = enum([[
        accumulator_gui achievement_gui additional_entity_info_gui admin_gui agriculture_tower_gui
        arithmetic_combinator_gui armor_gui assembling_machine_gui assembling_machine_select_recipe_gui
        asteroid_collector_gui beacon_gui blueprint_book_gui blueprint_library_gui blueprint_setup_gui bonus_gui
        burner_equipment_gui car_gui cargo_landing_pad_gui constant_combinator_gui container_gui controller_gui
        decider_combinator_gui deconstruction_item_gui display_panel_gui electric_energy_interface_gui
        electric_network_gui entity_variations_gui entity_with_energy_source_gui equipment_grid_gui furnace_gui
        generic_on_off_entity_gui ghost_picker_gui global_electric_network_gui heat_interface_gui
        infinity_pipe_gui inserter_gui item_with_inventory_gui lab_gui lamp_gui linked_container_gui loader_gui
        logistic_gui market_gui mining_drill_gui other_player_gui permissions_gui pick_stop_gui pipe_gui
        power_switch_gui production_gui programmable_speaker_gui proxy_container_gui pump_gui
        rail_signal_base_gui reactor_gui resource_entity_gui roboport_gui rocket_silo_gui script_inventory_gui
        selector_combinator_gui server_config_gui space_platform_hub_gui spider_vehicle_gui splitter_gui
        standalone_character_gui storage_tank_gui tile_variations_gui tips_and_tricks_gui train_gui
        train_stop_gui trains_gui transport_belt_gui turret_gui upgrade_item_gui wall_gui
    ]]),
    render_mode = enum([[game chart chart_zoomed_in]]),
    rich_text_setting = enum([[enabled disabled highlight]]),
    riding = {
        acceleration = enum([[nothing accelerating braking reversing]]),
        direction = enum([[left straight right]]),
    },
    robot_order_type = enum([[
        construct pickup deliver repair deconstruct deliver_items upgrade explode_cliff pickup_items
    ]]),
    rocket_silo_status = enum([[
        building_rocket create_rocket lights_blinking_open doors_opening doors_opened rocket_rising arms_advance
        rocket_ready launch_starting engine_starting arms_retract rocket_flying lights_blinking_close
        doors_closing launch_started
    ]]),
    segmented_unit_activity_mode = enum([[asleep minimal full]]),
    segmented_unit_ai_state = enum([[patrolling investigating attacking enraged_at_target enraged_at_nothing]]),
    segmented_unit_created_cause = enum([[map_generated script_created script_cloned]]),
    selection_mode = enum([[select alt_select reverse_select alt_reverse_select]]),
    shooting = enum([[not_shooting shooting_enemies shooting_selected]]),
    signal_state = enum([[open closed reserved reserved_by_circuit_network]]),
    space_platform_state = enum([[
        waiting_for_starter_pack starter_pack_requested starter_pack_on_the_way on_the_path
        waiting_for_departure no_schedule no_path waiting_at_station paused
    ]]),
    target_type = enum([[
        entity equipment equipment_grid item logistic_cell logistic_network logistic_section permission_group
        planet player rail_path render_object space_platform surface train commandable custom_chart_tag
        gui_element cargo_hatch schedule territory segmented_unit
    ]]),
    territory_created_cause = enum([[map_generated script_created]]),
    train_state = enum([[
        on_the_path no_schedule no_path arrive_signal wait_signal arrive_station manual_control_stop
        manual_control wait_station destination_full
    ]]),
    transport_line = enum([[
        left_line right_line left_underground_line right_underground_line secondary_left_line
        secondary_right_line left_split_line right_split_line secondary_left_split_line
        secondary_right_split_line
    ]]),
    wire_connector_id = enum([[
        circuit_red circuit_green combinator_input_red combinator_input_green combinator_output_red
        combinator_output_green pole_copper power_switch_left_copper power_switch_right_copper
    ]]),
    wire_origin = enum([[player script radars]]),
    wire_type = enum([[red green copper]]),
}
