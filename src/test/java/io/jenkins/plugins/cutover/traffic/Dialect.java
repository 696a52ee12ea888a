package io.jenkins.plugins.cutover.traffic;

import java.util.List;

/**
 * How a version of HAProxy prints its tables. The columns of 1.8 and 2.0 are those of real outputs of these versions;
 * 2.6 was recorded on this project's own test machine.
 */
enum Dialect {
    V1_8("1.8.30", "", "", false),
    V2_0(
            "2.0.35",
            "wrew,connect,reuse,cache_lookups,cache_hits,srv_icur,src_ilim,qtime_max,ctime_max,rtime_max,ttime_max,",
            " srvrecord",
            false),
    V2_6(
            "2.6.12",
            "wrew,connect,reuse,cache_lookups,cache_hits,srv_icur,src_ilim,qtime_max,ctime_max,rtime_max,ttime_max,eint,"
                    + "idle_conn_cur,safe_conn_cur,used_conn_cur,need_conn_est,uweight,agg_server_status,"
                    + "agg_server_check_status,agg_check_status,-,ssl_sess,ssl_reused_sess,ssl_failed_handshake,",
            " srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port",
            true);

    private static final String STAT =
            "pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,"
                    + "wretr,wredis,status,weight,act,bck,chkfail,chkdown,lastchg,downtime,qlimit,pid,iid,sid,throttle,lbtot,"
                    + "tracked,type,rate,rate_lim,rate_max,check_status,check_code,check_duration,hrsp_1xx,hrsp_2xx,hrsp_3xx,"
                    + "hrsp_4xx,hrsp_5xx,hrsp_other,hanafail,req_rate,req_rate_max,req_tot,cli_abrt,srv_abrt,comp_in,comp_out,"
                    + "comp_byp,comp_rsp,lastsess,last_chk,last_agt,qtime,ctime,rtime,ttime,agent_status,agent_code,"
                    + "agent_duration,check_desc,agent_desc,check_rise,check_fall,check_health,agent_rise,agent_fall,"
                    + "agent_health,addr,cookie,mode,algo,conn_rate,conn_rate_max,conn_tot,intercepted,dcon,dses,";
    private static final String STATE =
            "be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight"
                    + " srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health"
                    + " srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port";

    final String version;
    private final String moreStat;
    private final String moreState;
    private final boolean startTime;

    Dialect(String version, String moreStat, String moreState, boolean startTime) {
        this.version = version;
        this.moreStat = moreStat;
        this.moreState = moreState;
        this.startTime = startTime;
    }

    String statHeader() {
        return STAT + moreStat;
    }

    List<String> statColumns() {
        return List.of(statHeader().split(","));
    }

    String stateHeader() {
        return STATE + moreState;
    }

    List<String> stateColumns() {
        return List.of(stateHeader().split(" "));
    }

    String info(long pid) {
        return "Name: HAProxy\nVersion: " + version + "\nRelease_date: 2021/03/19\nNbproc: 1\nProcess_num: 1\nPid: "
                + pid + "\nUptime: 0d 0h00m12s\nUptime_sec: 12\n" + (startTime ? "Start_time_sec: 1795390963\n" : "");
    }
}
